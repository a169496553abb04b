import { describe, expect, test } from 'vitest'
import { parsePythonLiteral } from './python-literal.ts'

describe('parsePythonLiteral', () => {
  test.each<[string, unknown]>([
    ["{'audio': 0, 'cache_read': 128}", { audio: 0, cache_read: 128 }],
    ["{'a': None, 'b': True, 'c': False}", { a: null, b: true, c: false }],
    ['[1, -2, 3.5, 1e-07, 2e+16, -0.0]', [1, -2, 3.5, 1e-7, 2e16, -0]],
    ['{}', {}],
    [' [ ] ', []],
    ["{'a': {'b': [{'c': []}]},}", { a: { b: [{ c: [] }] } }],
    [`["it's", 'say "hi"', 'both \\' and "']`, ["it's", 'say "hi"', `both ' and "`]],
    [String.raw`['\\ \n\t\x1b \u2028 \U0001f600']`, ['\\ \n\t\u001b \u2028 😀']],
    ['["Привет, {мир}"]', ['Привет, {мир}']],
  ])('reads %s', (text, value) => {
    expect(JSON.stringify(parsePythonLiteral(text))).toBe(JSON.stringify(value))
  })

  test.each([
    '',
    '12',
    "'text'",
    '{',
    "{'a'}",
    "{'a': }",
    "{'a': 1",
    "{'a': 1}}",
    "{'a': 1} and more",
    "{1: 'a'}",
    '[1 2]',
    '[,]',
    "['open]",
    "['a\nb']",
    String.raw`['\q']`,
    String.raw`['\U00110000']`,
    '[1, 2',
    '[nan]',
    '[1e999]',
    '[true, null]',
    '[Nonesuch]',
    "[TaskOutput(description='x')]",
    "('a',)",
    "{'a'}",
    '[__import__("os")]',
    `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    `['${'x'.repeat(1024 * 1024)}']`,
  ])('leaves %s to others', (text) => {
    expect(parsePythonLiteral(text)).toBeUndefined()
  })

  test('keys that mean something to JavaScript are keys', () => {
    const read = parsePythonLiteral("{'__proto__': {'polluted': True}, 'constructor': 1}")
    expect(Object.entries(read ?? {})).toEqual([
      ['__proto__', { polluted: true }],
      ['constructor', 1],
    ])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})
