import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limitText } from './limit-content.ts'
import { fairLength, limitValue } from './limit-json.ts'

describe('limitValue', () => {
  test('JSON stays JSON and within the limit, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.integer({ min: 64, max: 400 }), (text, max) => {
        const limited = limitValue(text, max)
        expect(limited.length).toBeLessThanOrEqual(max)
        if (text.length <= max) expect(limited).toBe(text)
        else if (/^\s*[[{]/.test(text)) expect(() => JSON.parse(limited)).not.toThrow()
      }),
    )
  })

  test('long texts are cut to one length, and all else stays as it is written', () => {
    const long = { a: 'x'.repeat(1000), b: ['short', 1.5, null, { c: 'y'.repeat(3000) }], d: true }
    const limited = JSON.parse(limitValue(JSON.stringify(long), 1000))
    expect(limited).toMatchObject({ b: ['short', 1.5, null, expect.anything()], d: true })
    expect(limited.a).toMatch(/^x+\n\[… \d+ characters left out …\]\nx+$/)
    expect(Math.abs(limited.a.length - limited.b[3].c.length)).toBeLessThan(40)
    const exact = `{ "n" : 12345678901234567890 , "t" : "${'x'.repeat(500)}" , "n" : 1e400 }`
    expect(limitValue(exact, 200)).toMatch(/^\{"n":12345678901234567890,"t":"x+\\n.+\\nx+","n":1e400\}$/)
  })

  test('the room that there is is used', () => {
    const text = JSON.stringify({ picture: 'x'.repeat(100_000), words: '"said"\n'.repeat(10_000) })
    expect(limitValue(text, 50_000).length).toBeGreaterThan(49_900)
  })

  test('JSON in a text is cut as JSON', () => {
    const inner = JSON.stringify({ said: '"quoted" '.repeat(500), usage: { input_tokens: 7 } })
    const limited = JSON.parse(limitValue(JSON.stringify({ body: inner }), 600))
    expect(JSON.parse(limited.body).usage).toEqual({ input_tokens: 7 })
  })

  test('of more entries than there is room for the first and the last stay', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({ id: at }))
    const limited = limitValue(JSON.stringify(rows), 1000)
    const ids = JSON.parse(limited).map(({ id }: { id: number }) => id)
    expect([ids[0], ids.at(-1), limited.length > 800]).toEqual([0, 4999, true])
  })

  test('other text keeps head and tail', () => {
    expect(limitValue(`first${'x'.repeat(900)}last`, 200)).toMatch(/^firstx+\n\[… 741 characters left out …\]\nx+last$/)
    expect(limitValue(`[${'x'.repeat(900)}`, 200).length).toBeLessThanOrEqual(200)
  })
})

test('what is cut again says all that is left out', () => {
  const once = limitText('x'.repeat(10_000), 1000)
  const told = (text: string) => Number(/(\d+) characters/.exec(text)?.[1]) + text.replace(/\n.+\n/, '').length
  expect([once, limitText(once, 500), limitText('x'.repeat(10_000), 500)].map(told)).toEqual([10_000, 10_000, 10_000])
})

test('the longest are cut first', () => {
  expect(fairLength([10, 20, 30], 60)).toBe(Number.POSITIVE_INFINITY)
  expect(fairLength([10, 20, 30], 50)).toBe(20)
  expect(fairLength([30, 10, 30], 50)).toBe(20)
  expect(fairLength([], 0)).toBe(Number.POSITIVE_INFINITY)
})
