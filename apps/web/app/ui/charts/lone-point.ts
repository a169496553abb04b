/** Whether a value has none beside it: a line needs two that touch, so this one is drawn as a point. */
export function isLone(values: readonly (number | null | undefined)[], index: number): boolean {
  const isThere = (at: number) => values[at] !== null && values[at] !== undefined
  return isThere(index) && !isThere(index - 1) && !isThere(index + 1)
}
