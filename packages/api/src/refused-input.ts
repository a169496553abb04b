import { demandOf } from '@pyflare/observe'
import { z } from 'zod'

/** One thing that is wrong with an input: which part of it, and what that must be. */
export interface RefusedPart {
  path: string
  message: string
}

/** What is wrong with an input, part by part, in sentences; undefined where a schema did not refuse anything. */
export function refusedParts(cause: unknown): RefusedPart[] | undefined {
  if (!(cause instanceof z.core.$ZodError)) return undefined
  return cause.issues.map((issue) => {
    const path = issue.path.map(String).join('.')
    return { path, message: sentenceOf(path === '' ? 'The input' : path, issue) }
  })
}

function sentenceOf(name: string, issue: z.core.$ZodIssue): string {
  const demand = isAbsent(issue) ? 'is missing' : demandOf(issue)
  // A schema's own message may be a whole sentence, which needs no name before it.
  const sentence = /^[A-Z]/.test(demand) ? demand : `${name} ${demand}`
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

/** zod keeps what it was given out of its issues, and says so in its message alone. */
function isAbsent({ code, message }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type' && message.endsWith('received undefined')
}
