import type { RedactionRule } from '@pyflare/domain'
import { z } from 'zod'
import { patternFault } from '../compile-pattern.ts'
import { secret } from './values.ts'

const pattern = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const fault = patternFault(text)
    if (fault !== undefined) context.addIssue(`is not in RE2 syntax: ${fault}.`)
  })

const rule = z
  .strictObject({
    name: z.string().min(1),
    action: z.enum(['allow', 'mask', 'hash', 'remove']),
    pattern: pattern.optional(),
    builtin: z.enum(['email', 'credit_card', 'phone', 'ip_address', 'api_key', 'jwt']).optional(),
    fields: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(
    ({ pattern, builtin }) => pattern === undefined || builtin === undefined,
    'may have pattern or builtin, not both.',
  )
  .refine(
    ({ pattern, builtin, fields }) => (pattern ?? builtin ?? fields) !== undefined,
    "says of nothing that it is meant. Give it `pattern`, `builtin` or `fields` (`['*']` for all text).",
  )

export const redaction = z.strictObject({
  rules: z
    .array(rule satisfies z.ZodType<RedactionRule>)
    .default([])
    .meta({
      description:
        'What is taken out of telemetry before it is kept: `name`, `action` (allow, mask, hash, remove), `pattern` (RE2) or `builtin` (email, credit_card, phone, ip_address, api_key, jwt), and `fields`. A rule says at least one of the three. Without `fields` it is about everything; a column there means every place that it is read from.',
    }),
  hash_key: secret().optional().meta({
    description: 'Key of the hashes that `action: hash` leaves.',
    secret: true,
    defaultText: 'made once and kept in `data_dir`',
  }),
})
