import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CompiledRule } from './compiled-rule.ts'
import type { FieldScope, PathNode } from './field-scope.ts'
import { Removal, TextRedactor } from './redact-text.ts'
import { rewriteText } from './rewrite-json.ts'
import { findAll } from './text-pattern.ts'

const options = { texts: new TextRedactor('key'), holds: () => true }
const rule = (action: CompiledRule['action'], place = 0, pattern?: RegExp): CompiledRule => ({
  place,
  action,
  find: pattern && findAll(pattern),
  names: () => true,
})
const shapes = { system: [], calls: [], tools: [], finish: [] }

/** A rule at the end of a path. */
function along(path: readonly (string | number)[], own: CompiledRule): FieldScope {
  const end: PathNode = { steps: new Map(), ends: [{ rules: [own], when: undefined }] }
  const root = path.reduceRight<PathNode>((node, step) => ({ steps: new Map([[step, node]]), ends: [] }), end)
  return { rules: [], inside: [root], shapes: undefined }
}

test('a rule reaches what stands at its path, all else stays to the byte', () => {
  const json = ' { "a" : [ 1e2, {"b":"x", "c": "y"} ] , "b": "x", "e": {}, "f": [ ] }\n'
  expect(rewriteText(json, along(['a', 1, 'b'], rule('mask')), '', options)).toBe(json.replace('"x"', '"[redacted]"'))
  expect(rewriteText(json, along(['a'], rule('mask')), '', options)).toBe(
    json.replace('1e2', '"[redacted]"').replace('"x"', '"[redacted]"').replace('"y"', '"[redacted]"'),
  )
  expect(rewriteText(json, along(['nowhere'], rule('mask')), '', options)).toBe(json)
})

test('a removal takes the member or entry to which its rule is confined', () => {
  const json = '{"a":["x","y"],"b":{"c":"x","d":1}}'
  expect(rewriteText(json, along(['a', 0], rule('remove')), '', options)).toBe('{"a":["y"],"b":{"c":"x","d":1}}')
  expect(rewriteText(json, along(['b', 'c'], rule('remove')), '', options)).toBe('{"a":["x","y"],"b":{"d":1}}')
  expect(rewriteText(json, along(['b'], rule('remove', 0, /x/g)), '', options)).toBe('{"a":["x","y"]}')
  const whole = { ...along(['b', 'c'], rule('mask', 1)), rules: [rule('remove', 0, /y/g)] }
  expect(rewriteText(json, whole, '', options)).toBeInstanceOf(Removal)
})

test('JSON in a text on the way is opened', () => {
  const json = JSON.stringify({ meta: JSON.stringify({ user: 'zora', plan: 'gold' }) })
  const rewritten = rewriteText(json, along(['meta', 'user'], rule('mask')), '', options) as string
  expect(JSON.parse(JSON.parse(rewritten).meta)).toEqual({ user: '[redacted]', plan: 'gold' })
})

test('messages of the system and calls are told by their shape, before and after what they hold', () => {
  const scope = { rules: [], inside: [], shapes: { ...shapes, system: [rule('mask')], calls: [rule('remove', 1)] } }
  const json = JSON.stringify([
    { content: 'be kind', role: 'system' },
    { role: 'user', content: 'hi', calls: [] },
    {
      parts: [
        { arguments: { who: 'x' }, type: 'tool_call' },
        { type: 'text', text: 'y' },
      ],
    },
    { tool_calls: [{ function: { name: 'f' } }], content: 'z' },
  ])
  expect(JSON.parse(rewriteText(json, scope, '', options) as string)).toEqual([
    { content: '[redacted]', role: 'system' },
    { role: 'user', content: 'hi', calls: [] },
    { parts: [{ type: 'text', text: 'y' }] },
    { content: 'z' },
  ])
})

test('a name that stands twice, or means something to JavaScript, changes nothing', () => {
  const scope = { rules: [rule('mask')], inside: [], shapes }
  const json = '{"a":{"b":"x"},"a":["x"],"a":"x","__proto__":{"role":"system"},"constructor":"x","role":{"a":1}}'
  expect(rewriteText(json, scope, '', options)).toBe(
    json.replaceAll('"x"', '"[redacted]"').replace('"system"', '"system"').replace(':1}', ':"[redacted]"}'),
  )
})

test('depth costs no stack', () => {
  const deep = `${'[{"a":'.repeat(20_000)}"zora"${'}]'.repeat(20_000)}`
  const scope = { rules: [rule('mask')], inside: [], shapes }
  expect(rewriteText(deep, scope, '', options)).toBe(deep.replace('zora', '[redacted]'))
  let nested = '"zora"'
  for (let level = 0; level < 12; level += 1) nested = JSON.stringify([nested])
  expect(rewriteText(nested, scope, '', options)).not.toContain('zora')
})

test('any JSON stays the JSON that it was, but for its texts', () => {
  const scope = { rules: [rule('mask', 0, /[a-m]+/g)], inside: [], shapes }
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const json = JSON.stringify([value], undefined, space)
      const masked = rewriteText(json, scope, '', options) as string
      const unmasked = rewriteText(json, { rules: [], inside: [], shapes }, '', options)
      expect(unmasked).toBe(json)
      expect(() => JSON.parse(masked)).not.toThrow()
      JSON.parse(masked, (_, part) => {
        if (typeof part === 'string') expect(part.replaceAll('[redacted]', '')).not.toMatch(/[a-m]/)
        return part
      })
    }),
  )
})
