import { ClickHouseError } from '@clickhouse/client'
import { type ErrorCode, PyflareError } from '@pyflare/observe'

/** Codes of https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp, by what they mean to us. */
const MEANING = new Map<string, ErrorCode>([
  ...codes('timeout', [159, 160, 209]),
  ...codes('resource_exhausted', [158, 191, 201, 202, 241, 252, 307, 319, 396]),
  ...codes('unavailable', [3, 198, 210, 225, 236, 242, 243, 279, 319, 335, 394, 425, 745, 999]),
  ...codes('config_invalid', [60, 81, 164, 192, 193, 194, 497, 516]),
])

/** What ClickHouse says of bytes that are no rows of the table: truncated, mistyped, or too long for their column. */
const UNREADABLE_INPUT = new Set([
  ...[6, 25, 26, 27, 32, 33, 34, 38, 41, 43, 44, 48, 53, 69, 70, 72, 95, 117, 128, 130, 131, 173, 261, 321, 349, 367],
  ...[407, 432, 433, 434, 435, 436, 437, 438, 439, 440, 441, 467, 469, 636],
])

const SAYS: Partial<Record<ErrorCode, string>> = {
  timeout: 'took longer than it may. Ask for a shorter time range, or try again.',
  resource_exhausted: 'needs more rows or memory than it may use. Ask for a shorter time range or fewer groups.',
  unavailable: 'could not be done because ClickHouse does not answer. It is tried again.',
  config_invalid: 'was refused by ClickHouse. Check its account and that `pyflare migrate` has run on its database.',
  invalid_argument: 'can never be stored',
}

/**
 * Turns what the driver throws into a PyflareError. `what` names the work, as the start of a sentence.
 * With `input`, errors about unreadable bytes are `invalid_argument`: the caller's data, not our statement, is wrong.
 */
export function storeError(cause: unknown, what: string, input = false): PyflareError {
  if (cause instanceof PyflareError) return cause
  const code = meaning(cause, input)
  const reason = cause instanceof Error ? cause.message.slice(0, 500) : String(cause)
  if (code === 'invalid_argument') return new PyflareError(code, `${what} ${SAYS[code]}: ${reason}`, { cause })
  return new PyflareError(code, `${what} ${SAYS[code] ?? 'failed.'}`, { cause, details: { reason } })
}

function meaning(cause: unknown, input: boolean): ErrorCode {
  if (cause instanceof ClickHouseError) {
    if (input && UNREADABLE_INPUT.has(Number(cause.code))) return 'invalid_argument'
    return MEANING.get(cause.code) ?? 'internal'
  }
  if (!(cause instanceof Error)) return 'internal'
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError' || /abort|timeout/i.test(cause.message)) {
    return 'timeout'
  }
  // Whatever else the driver throws, it threw before or instead of an answer of ClickHouse.
  return 'unavailable'
}

function codes(meaning: ErrorCode, numbers: number[]): [string, ErrorCode][] {
  return numbers.map((number) => [String(number), meaning])
}
