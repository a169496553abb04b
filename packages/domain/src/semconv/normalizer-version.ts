/** Rises with every change of what columns a span gets, so that stored spans tell which rules they went through. */
export const NORMALIZER_VERSION = 6
