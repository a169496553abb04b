/** Between a number and its unit, so that no line breaks there. */
export const NBSP = '\u00a0'

/** A true minus: as wide as the digits beside it. */
export const MINUS = '\u2212'

/** Ranges are parted by a spaced en dash; a missing value is the dash alone. */
export const DASH = '–'
