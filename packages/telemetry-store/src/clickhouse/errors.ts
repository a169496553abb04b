import { ClickHouseError } from '@clickhouse/client'
import { type ErrorCode, PyflareError } from '@pyflare/observe'

/** Codes of https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp, by what they mean to us. */
const MEANING = new Map<string, ErrorCode>([
  ...codes('timeout', [159, 160, 209]),
  ...codes('resource_exhausted', [158, 191, 201, 202, 241, 252, 307, 319, 396]),
  ...codes('unavailable', [3, 198, 210, 225, 236, 242, 243, 279, 335, 394, 425, 745, 999]),
  ...codes('config_invalid', [60, 81, 164, 192, 193, 194, 497, 516]),
])

/** How ClickHouse names the step that failed, when that was reading rows out of what was sent. */
const UNREADABLE_INPUT = /While executing \w*InputFormat/

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
    const known = MEANING.get(cause.code)
    if (known !== undefined) return known
    return input && UNREADABLE_INPUT.test(cause.message) ? 'invalid_argument' : 'internal'
  }
  if (!(cause instanceof Error)) return 'internal'
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError' || /abort|timeout/i.test(cause.message)) {
    return 'timeout'
  }
  // An answer of ClickHouse's HTTP layer, without a code of its own: the request is wrong, and stays wrong.
  if (cause.message.startsWith('Poco::Exception')) return 'internal'
  // Whatever else the driver throws, it threw before or instead of an answer of ClickHouse.
  return 'unavailable'
}

function codes(meaning: ErrorCode, numbers: number[]): [string, ErrorCode][] {
  return numbers.map((number) => [String(number), meaning])
}
