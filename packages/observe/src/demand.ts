import type { z } from 'zod'

/** How the messages begin that a schema did not choose. */
const ZODS_OWN = /^(Invalid|Too (small|big)|Unrecognized)\b/

/** What a value must be that zod refused, in words that follow its name: "must be at least 1". A message of a schema's own stands as it is. */
export function demandOf(issue: z.core.$ZodIssue): string {
  if (!ZODS_OWN.test(issue.message)) return issue.message
  if (issue.code === 'invalid_type') return `must be ${expected(issue.expected)}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return `must be one of ${(issue.options as string[]).join(', ')}`
  }
  if (issue.code === 'too_small') return atLeast(issue.origin, issue.minimum)
  if (issue.code === 'too_big') return atMost(issue.origin, issue.maximum)
  return issue.message
}

function atLeast(what: string, least: number | bigint): string {
  if (what === 'string') return least === 1 ? 'must not be empty' : `must have at least ${least} characters`
  return what === 'array' ? `must have at least ${least} of them` : `must be at least ${least}`
}

function atMost(what: string, most: number | bigint): string {
  if (what === 'string') return `must have at most ${most} characters`
  return what === 'array' ? `must have at most ${most} of them` : `must be at most ${most}`
}

function expected(type: string): string {
  const names: Record<string, string> = {
    int: 'a whole number',
    number: 'a number',
    string: 'a text',
    boolean: 'true or false',
    object: 'a section',
    array: 'a list',
  }
  return names[type] ?? type
}
