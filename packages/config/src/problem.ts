import type { z } from 'zod'
import { namesBelow, SETTINGS } from './setting.ts'
import { describeOrigin, nearestOrigin, type Origin, valueAt } from './sources/tree.ts'
import { suggestion } from './suggestion.ts'
import { redactUrls } from './url-credentials.ts'

/** What is wrong with one setting, where it was said, and how to mend it. */
export interface ConfigProblem {
  path: string
  /** undefined when nobody said it: something that must be set is missing. */
  origin: Origin | undefined
  message: string
}

export function describeProblem({ path, origin, message }: ConfigProblem): string {
  return `${origin === undefined ? '' : `${describeOrigin(origin)} `}${path}: ${message}`
}

/** Says an issue of zod in words that name the setting. */
export function problemsOf(
  issue: z.core.$ZodIssue,
  values: unknown,
  origins: ReadonlyMap<string, Origin>,
): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key].join('.')
      const known = namesBelow(issue.path) ?? []
      const meant = suggestion(key, known)
      const kind = valueAt(values, [...issue.path, 'kind'])
      const why = known.includes(key) ? `does not go with \`kind: ${String(kind)}\`` : 'is no setting'
      const hint =
        meant === undefined || meant === key ? `Known here: ${known.join(', ')}.` : `Did you mean \`${meant}\`?`
      return { path, origin: origins.get(path), message: `${why}. ${hint}` }
    })
  }
  const path = issue.path.join('.')
  return [
    {
      path: path === '' ? 'The configuration' : path,
      origin: nearestOrigin(issue.path, origins),
      message: reason(issue, values, path),
    },
  ]
}

function reason(issue: z.core.$ZodIssue, values: unknown, path: string): string {
  const setting = SETTINGS.find((candidate) => candidate.path === path)
  const value = valueAt(values, issue.path)
  const meaning = setting?.meaning ? ` (${setting.meaning})` : ''
  if (value === undefined) {
    return `is missing${meaning}. Set it in the file${setting === undefined ? '' : ` or as ${setting.env}`}.`
  }
  if (value === null) return `is empty. Give it a value, or remove it.${meaning}`
  // A message that is a sentence says all there is to say.
  if (issue.code === 'custom' && /[.?]$/.test(issue.message)) return issue.message
  return `${demand(issue)}${setting?.secret || value === '' ? '' : `, not ${shown(value)}`}.${meaning}`
}

function demand(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${expected(issue.expected)}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return `must be one of ${(issue.options as string[]).join(', ')}`
  }
  if (issue.code === 'too_small') return atLeast(issue.origin, issue.minimum)
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`
  return issue.message
}

function atLeast(what: string, least: number | bigint): string {
  if (what === 'string') return least === 1 ? 'must not be empty' : `must have at least ${least} characters`
  return what === 'array' ? `must have at least ${least} of them` : `must be at least ${least}`
}

/** Numbers that JSON does not have are said by their names. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : redactUrls(JSON.stringify(value))
}

function expected(type: string): string {
  const names: Record<string, string> = {
    int: 'a whole number',
    number: 'a number',
    string: 'a text',
    boolean: 'true or false',
  }
  return names[type] ?? (type === 'object' ? 'a section' : type === 'array' ? 'a list' : type)
}
