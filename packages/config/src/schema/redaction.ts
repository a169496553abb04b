import type { RedactionRule } from '@pyflare/domain'
import { z } from 'zod'
import { secret } from './values.ts'

const rule = z
  .strictObject({
    name: z.string().min(1),
    action: z.enum(['allow', 'mask', 'hash', 'remove']),
    pattern: z.string().min(1).optional(),
    builtin: z.enum(['email', 'credit_card', 'phone', 'ip_address', 'api_key', 'jwt']).optional(),
    fields: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine((rule) => rule.pattern === undefined || rule.builtin === undefined, 'may have pattern or builtin, not both')

export const redaction = z.strictObject({
  rules: z
    .array(rule satisfies z.ZodType<RedactionRule>)
    .default([])
    .meta({
      description:
        'What is taken out of telemetry before it is kept: `name`, `action` (allow, mask, hash, remove), `pattern` (RE2) or `builtin` (email, credit_card, phone, ip_address, api_key, jwt), and `fields`. Without `fields` a rule is about everything; a column there means every place that it is read from.',
    }),
  hash_key: secret().optional().meta({
    description: 'Key of the hashes that `action: hash` leaves.',
    secret: true,
    defaultText: 'made once and kept in `data_dir`',
  }),
})
