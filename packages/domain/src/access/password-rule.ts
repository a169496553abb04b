/** In characters. Length alone makes a password strong; what is longer than any person's costs only work to hash. */
export const MIN_PASSWORD_LENGTH = 10
export const MAX_PASSWORD_LENGTH = 128
