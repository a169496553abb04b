import { PyflareError } from '@pyflare/observe'

/**
 * Where a page ended: the sort values of its last row, as text. Cursors are opaque to callers and come back from them, so
 * they are checked like any other input; what they hold is only ever bound as a parameter.
 */
export type CursorValues = readonly string[]

const CURSOR_MAX_CHARS = 2_000

/** `kind` names the list and its order: a cursor of one list says nothing about another. */
export function encodeCursor(kind: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([kind, ...values])).toString('base64url')
}

/** @throws PyflareError `invalid_argument` when it is no cursor of this kind. `patterns` are of its values, in order. */
export function decodeCursor(kind: string, cursor: string, patterns: readonly RegExp[]): CursorValues {
  const parts = parse(cursor)
  const [found, ...values] = parts
  const fits =
    found === kind && values.length === patterns.length && patterns.every((pattern, i) => pattern.test(values[i] ?? ''))
  if (!fits) {
    throw new PyflareError('invalid_argument', 'The cursor is not one of this list. Start again without a cursor.')
  }
  return values
}

function parse(cursor: string): string[] {
  if (cursor.length > CURSOR_MAX_CHARS || !/^[\w-]+$/.test(cursor)) return []
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : []
  } catch {
    return []
  }
}

export const INTEGER = /^-?\d{1,19}$/
export const UNSIGNED = /^\d{1,20}$/
export const TRACE_ID = /^[0-9a-f]{32}$/
export const SPAN_ID = /^[0-9a-f]{16}$/
