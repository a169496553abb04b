import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isJsonStructure, redactJson } from './redact-json.ts'
import { type CompiledRule, redactText } from './redact-text.ts'
import { findAll } from './text-pattern.ts'

const rule = (action: CompiledRule['action'], pattern?: RegExp): CompiledRule => ({
  action,
  find: pattern && findAll(pattern),
  appliesToColumn: () => true,
  appliesToAttribute: () => true,
})

test('strings and long numbers change in place, all else stays to the byte', () => {
  const json =
    '{ "role":"user", "n": 1e2, "big": 12345678901234567890, "card": 4111111111111111, "x": "say \\u0061bc \\"abc\\"" }'
  expect(redactJson(json, [rule('mask', /abc|4111111111111111/g)], '')).toBe(
    '{ "role":"user", "n": 1e2, "big": 12345678901234567890, "card": "[redacted]", "x": "say [redacted] \\"[redacted]\\"" }',
  )
})

test('names that structures are read by stay, others may hold secrets', () => {
  const json = '[{"content":"content bob","bob":1}]'
  expect(redactJson(json, [rule('mask', /content|bob/g)], '')).toBe(
    '[{"content":"[redacted] [redacted]","[redacted]":1}]',
  )
})

test('a rule for whole fields empties a structure without breaking it', () => {
  const json = '[{"role":"user","parts":[{"type":"text","content":"hi"},{"type":"image","size":42,"small":true}]}]'
  expect(redactJson(json, [rule('mask')], '')).toBe(
    '[{"role":"user","parts":[{"type":"text","content":"[redacted]"},{"type":"image","size":"[redacted]","small":"[redacted]"}]}]',
  )
  expect(redactJson(json, [rule('remove', /hi/g)], '')).toBeUndefined()
})

test('any JSON stays JSON, and nothing that matched is left in it', () => {
  const rules = [rule('mask', /[a-m5]+/g)]
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      const json = JSON.stringify(value)
      expect(isJsonStructure(json)).toBe(true)
      const redacted = redactJson(json, rules, '') as string
      expect(() => JSON.parse(redacted)).not.toThrow()
      const texts: string[] = []
      JSON.parse(redacted, (_, entry) => {
        if (typeof entry === 'string') texts.push(entry)
        return entry
      })
      for (const text of texts) expect(text.replaceAll('[redacted]', '')).not.toMatch(/[a-m5]/)
    }),
  )
})

test('any text after redaction holds no match', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(redactText(text, [rule('mask', /[x-z]/g)], '')?.replaceAll('[redacted]', '')).not.toMatch(/[x-z]/)
    }),
  )
})

test('text that only looks like JSON is text', () => {
  expect(['{', '[1', '"a"', '12', '', ' {"a":1} x'].some(isJsonStructure)).toBe(false)
  expect([' {"a":1}', '[]'].every(isJsonStructure)).toBe(true)
})
