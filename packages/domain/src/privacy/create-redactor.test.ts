import { expect, test } from 'vitest'
import type { StringMap } from '../telemetry/span-columns.ts'
import { createRedactor, type RedactableSpan } from './create-redactor.ts'
import { CONTENT_COLUMNS, DIMENSION_COLUMNS } from './redactable-columns.ts'
import type { RedactionRule } from './redaction-rule.ts'
import { findAll } from './text-pattern.ts'

const redactorOf = (...rules: RedactionRule[]) =>
  createRedactor(rules, { hashKey: 'secret', compile: (pattern) => findAll(new RegExp(pattern, 'g')) })
const map = (entries: Record<string, string>): StringMap => Object.assign(Object.create(null), entries)
const resourceAttributes = map({ 'host.ip': '10.0.0.1' })

const empty = Object.values({ ...CONTENT_COLUMNS, ...DIMENSION_COLUMNS }).map((property) => [property, ''])
/** The other columns play no part here. */
const span = {
  ...Object.fromEntries(empty),
  operationName: 'chat',
  statusMessage: 'bob@x.de failed',
  input: 'I am bob@x.de',
  inputPreview: 'I am bob@x.de',
  inputHash: 'abc',
  inputMessages: '[{"role":"user","parts":[{"type":"text","content":"I am bob@x.de"}]}]',
  userId: 'bob@x.de',
  tags: ['bob@x.de', 'vip'],
  attributes: map({ mail: 'bob@x.de', n: '1' }),
  resourceAttributes,
  events: '[{"time_ns":"1","name":"e","attributes":{"__proto__":"bob@x.de","k":"v"}}]',
  links: '[]',
  contentRedacted: false,
} as unknown as RedactableSpan
const email: RedactionRule = { name: 'mail', action: 'mask', builtin: 'email' }

test('by default a rule reaches content, attributes and events, and leaves dimensions', () => {
  const redacted = redactorOf(email).span(span)
  expect(redacted).toMatchObject({
    statusMessage: '[redacted] failed',
    input: 'I am [redacted]',
    inputPreview: 'I am [redacted]',
    inputMessages: '[{"role":"user","parts":[{"type":"text","content":"I am [redacted]"}]}]',
    userId: 'bob@x.de',
    tags: ['[redacted]', 'vip'],
    events: '[{"time_ns":"1","name":"e","attributes":{"__proto__":"[redacted]","k":"v"}}]',
    contentRedacted: true,
  })
  expect({ ...redacted.attributes }).toEqual({ mail: '[redacted]', n: '1' })
  expect(redacted.inputHash).toMatch(/^hash:/)
  expect(span.attributes.mail).toBe('bob@x.de')
})

test('a span that nothing matches is the very same span', () => {
  expect(redactorOf({ name: 'x', action: 'mask', pattern: 'nowhere' }).span(span)).toBe(span)
  expect(redactorOf().span(span)).toBe(span)
})

test('named fields alone are reached, columns and attributes alike', () => {
  const redacted = redactorOf(
    { name: 'who', action: 'hash', fields: ['user_id'] },
    { name: 'mail', action: 'remove', fields: ['ma*'] },
    { name: 'proto', action: 'remove', builtin: 'email', fields: ['__proto__'] },
  ).span(span)
  expect(redacted.userId).toMatch(/^hash:[0-9a-f]{32}$/)
  expect(redacted.input).toBe(span.input)
  expect({ ...redacted.attributes }).toEqual({ n: '1' })
  expect(redacted.events).toBe('[{"time_ns":"1","name":"e","attributes":{"k":"v"}}]')
})

test('an attribute called __proto__ is an attribute', () => {
  const attributes = map({})
  const key = '__proto__'
  attributes[key] = 'bob@x.de'
  expect(redactorOf(email).log({ body: '', attributes, resourceAttributes }).attributes[key]).toBe('[redacted]')
})

test('resource attributes of many records are redacted once', () => {
  const redactor = redactorOf({ name: 'ip', action: 'mask', builtin: 'ip_address' })
  const [first, second] = [span, span].map((each) => redactor.span(each).resourceAttributes)
  expect(first).toBe(second)
  expect({ ...first }).toEqual({ 'host.ip': '[redacted]' })
})

test('log bodies and metric points are redacted too', () => {
  const redactor = redactorOf(email)
  expect(redactor.log({ body: '{"a":"bob@x.de"}', attributes: map({}), resourceAttributes }).body).toBe(
    '{"a":"[redacted]"}',
  )
  const exemplars = '[{"value":1,"attributes":{"who":"bob@x.de"}}]'
  const point = redactor.point({ attributes: map({ who: 'bob@x.de' }), resourceAttributes, exemplars })
  expect(point.attributes.who).toBe('[redacted]')
  expect(point.exemplars).toBe('[{"value":1,"attributes":{"who":"[redacted]"}}]')
})

test('hashing without a key is refused', () => {
  expect(() => createRedactor([{ name: 'h', action: 'hash' }], { hashKey: '', compile: () => () => [] })).toThrow(
    /needs a key/,
  )
})
