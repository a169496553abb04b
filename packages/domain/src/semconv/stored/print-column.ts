/** A column's value as text: '' for one that is not known, lists and maps as JSON. */
export function printColumn(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
