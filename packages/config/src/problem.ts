import type { z } from 'zod'
import { namesBelow, SETTINGS } from './setting.ts'
import { describeOrigin, type Origin, valueAt } from './sources/tree.ts'
import { suggestion } from './suggestion.ts'

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
      origin: nearest(issue.path, origins),
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
  const shown = setting?.secret ? 'something else' : JSON.stringify(value)
  if (issue.code === 'invalid_type') return `must be ${expected(issue.expected)}, not ${shown}.${meaning}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}, not ${shown}.${meaning}`
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return `must have a kind of ${(issue.options as string[]).join(', ')}.${meaning}`
  }
  return `${issue.message.replace(/^Too (small|big): expected \w+ to (be|have)/, 'must $2')}, not ${shown}.${meaning}`
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

/** Where the value stands, or the innermost section around it that somebody wrote. */
function nearest(path: readonly PropertyKey[], origins: ReadonlyMap<string, Origin>): Origin | undefined {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'))
    if (origin !== undefined) return origin
  }
  return undefined
}
