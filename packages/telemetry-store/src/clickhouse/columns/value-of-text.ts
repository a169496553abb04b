import { SPAN_RECORD_COLUMNS } from './span-record-columns.ts'

const TYPES: Readonly<Record<string, string>> = { ...SPAN_RECORD_COLUMNS, input: 'String', output: 'String' }

/** A span's column out of its text in a patch, as ClickHouse sends the column itself: '' is NULL where a column may be. */
export function valueOfText(column: string, text: string): unknown {
  const type = TYPES[column] ?? 'String'
  const inner = /^Nullable\((.+)\)$/.exec(type)?.[1]
  if (inner !== undefined && text === '') return null
  return valueIn(inner ?? type, text)
}

function valueIn(type: string, text: string): unknown {
  if (type === 'Bool') return text === 'true'
  // Integers of 64 bits come as text.
  if (/^(U?Int(8|16|32)|Float(32|64))$/.test(type)) return Number(text)
  if (type.startsWith('Array(')) return listOf(text)
  return text
}

function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.map(String) : []
  } catch {
    return []
  }
}
