import { demandOf } from '@pyflare/observe'
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
      const kind = valueAt(values, [...issue.path, 'kind'])
      const known = namesBelow(issue.path, kind) ?? []
      const ofOtherKinds = namesBelow(issue.path)?.includes(key) === true
      const meant = ofOtherKinds ? undefined : suggestion(key, known)
      const why = ofOtherKinds ? `does not go with \`kind: ${String(kind)}\`` : 'is no setting'
      const hint = meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean \`${meant}\`?`
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
  return `${demandOf(issue)}${setting?.secret || value === '' ? '' : `, not ${shown(value)}`}.${meaning}`
}

/** Numbers that JSON does not have are said by their names. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : redactUrls(JSON.stringify(value))
}
