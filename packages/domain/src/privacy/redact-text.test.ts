import { expect, test } from 'vitest'
import { BUILTIN_PATTERNS } from './builtin-patterns.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { fieldMatcher } from './field-name.ts'
import { isIpv6 } from './ip-address.ts'
import { Removal, TextRedactor } from './redact-text.ts'
import { findAll } from './text-pattern.ts'

const texts = new TextRedactor('key')
type Builtin = keyof typeof BUILTIN_PATTERNS
const found = (builtin: Builtin, text: string) =>
  BUILTIN_PATTERNS[builtin](text).map(({ start, end }) => text.slice(start, end))
const rule = (action: CompiledRule['action'], pattern?: RegExp): CompiledRule => ({
  place: 0,
  action,
  find: pattern && findAll(pattern),
  names: undefined,
})

test.each<[Builtin, string, string[]]>([
  [
    'email',
    'write to bob.o+x@mail.example.com, or müller@exämple.de.',
    ['bob.o+x@mail.example.com', 'müller@exämple.de'],
  ],
  ['email', 'user@localhost, @handle, a@b, 3@4.5, "a@b.co"@c.de', ['a@b.co']],
  [
    'credit_card',
    'pay 4111 1111 1111 1111, 378282246310005 or 4111-1111-1111-1112',
    ['4111 1111 1111 1111', '378282246310005'],
  ],
  ['credit_card', '1700000000000000000 41111111111111110000 4111.1111', []],
  [
    'phone',
    'call +49 (30) 1234-5678 or (415) 555-2671 or 415-555-2671',
    ['+49 (30) 1234-5678', '(415) 555-2671', '415-555-2671'],
  ],
  ['phone', '2024-01-02 1234567890 192.168.100.1234 gpt-4-0125 1.415-555-26711', []],
  ['ip_address', 'from 10.0.0.1:80 and 2001:db8::1, ::ffff:10.0.0.1', ['10.0.0.1', '2001:db8::1', '::ffff:10.0.0.1']],
  ['ip_address', '999.1.1.1 1.2.3 1.2.3.4.5 12:30:45 std::string ::', []],
  [
    'api_key',
    'sk-proj-abcdefghijklmnop1234 AKIAIOSFODNN7EXAMPLE ghp_0123456789abcdefghij',
    ['sk-proj-abcdefghijklmnop1234', 'AKIAIOSFODNN7EXAMPLE', 'ghp_0123456789abcdefghij'],
  ],
  ['api_key', 'sk-short task-oriented-dialogue-systems sk-oriented-dialogue-systems', []],
  ['jwt', 'Bearer eyJhbGciOi.eyJzdWIiOi.c2ln and eyJ.a.b', ['eyJhbGciOi.eyJzdWIiOi.c2ln']],
])('%s in %s', (builtin, text, expected) => {
  expect(found(builtin, text)).toEqual(expected)
})

test('an IPv6 address has eight groups, or a gap', () => {
  expect(['::1', '1:2:3:4:5:6:7:8', '64:ff9b::1.2.3.4'].every(isIpv6)).toBe(true)
  expect(['::', '1:2:3', '1:2:3:4:5:6:7:8:9', '1::2::3', '1:2:3:4:5:6:7::8', '::1.2.3.400'].some(isIpv6)).toBe(false)
})

test('patterns stay fast on texts made to slow them down', () => {
  const size = 400_000
  const hostile = [
    'a',
    '1',
    '1 ',
    '1.',
    '@',
    'a@',
    'a.',
    'eyJ',
    'eyJa.',
    'sk-',
    ':',
    '1:',
    '+1',
    '(415) ',
    '-----BEGIN PRIVATE KEY-----',
  ]
  for (const text of hostile.map((part) => part.repeat(size / part.length)))
    for (const builtin of Object.keys(BUILTIN_PATTERNS) as Builtin[]) BUILTIN_PATTERNS[builtin](text)
})

test('patterns take runs as long as a request', () => {
  const run = 'a1'.repeat(8 * 1024 * 1024)
  for (const text of [`eyJ${run}`, `eyJ${run}.${run}.x`, `sk-${run}`, `hf_${run}`, `${run}@${run}`]) {
    for (const builtin of Object.keys(BUILTIN_PATTERNS) as Builtin[]) BUILTIN_PATTERNS[builtin](text)
  }
  expect(BUILTIN_PATTERNS.api_key(`sk-${run}`)).toEqual([{ start: 0, end: 3 + run.length }])
})

test('rules run in order, and each sees only what earlier ones left', () => {
  const rules = [rule('allow', /public@\S+/g), rule('hash', /\S+@\S+/g), rule('mask', /hash:\w+|secret/g)]
  const redacted = texts.redact('public@x.de bob@x.de secret bob@x.de', rules)
  expect(redacted).toMatch(/^public@x\.de (hash:[0-9a-f]{32}) \[redacted\] \1$/)
  expect(texts.redact('nothing here', rules)).toBe('nothing here')
})

test('remove drops the field, a rule without pattern means all of it, allow keeps it', () => {
  expect(texts.redact('a secret', [rule('remove', /secret/g)])).toBeInstanceOf(Removal)
  expect(texts.redact('a secret', [rule('mask')])).toBe('[redacted]')
  expect(texts.redact('a secret', [rule('allow'), rule('mask')])).toBe('a secret')
})

test('fields are named exactly or with stars', () => {
  const isNamed = fieldMatcher(['user_id', 'gen_ai.*.messages', 'http.*', 'a*a'])
  expect(['user_id', 'gen_ai.input.messages', 'http.', 'http.x.y', 'aa'].every(isNamed)).toBe(true)
  expect(['user_ids', 'gen_ai.messages', 'http', 'a', 'xhttp.x'].some(isNamed)).toBe(false)
})
