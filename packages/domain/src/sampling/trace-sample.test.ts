import { expect, test } from 'vitest'
import { isTraceKept, samplingRateOf, traceFraction } from './trace-sample.ts'

const idOf = (counter: number) =>
  Uint8Array.from({ length: 16 }, (_, place) => (place < 12 ? 0 : counter >> ((15 - place) * 8)) & 255)

test('the first rule of which everything matches gives the rate', () => {
  const config = {
    defaultRate: 0.5,
    rules: [
      { service: 'busy', attribute: { key: 'priority', value: 'high' }, rate: 1 },
      { service: 'busy', rate: 0.1 },
      { attribute: { key: 'priority', value: 'high' }, rate: 0.9 },
    ],
  }
  const rateOf = (serviceName: string, priority?: string) =>
    samplingRateOf(config, { serviceName, attribute: (key) => (key === 'priority' ? priority : undefined) })
  expect([rateOf('busy', 'high'), rateOf('busy'), rateOf('calm', 'high'), rateOf('calm')]).toEqual([1, 0.1, 0.9, 0.5])
})

test('counting ids are kept at the rate', () => {
  const ids = Array.from({ length: 20_000 }, (_, counter) => idOf(counter))
  for (const rate of [0, 0.01, 0.1, 0.5, 1]) {
    const share = ids.filter((id) => isTraceKept(id, rate)).length / ids.length
    expect(Math.abs(share - rate)).toBeLessThan(0.01)
  }
})

test('what a lower rate keeps a higher one keeps too', () => {
  for (let counter = 0; counter < 1000; counter += 1)
    if (isTraceKept(idOf(counter), 0.1)) expect(isTraceKept(idOf(counter), 0.2)).toBe(true)
})

test('the decision is the same on every machine and in every release', () => {
  expect(traceFraction(Uint8Array.from({ length: 16 }, (_, place) => place + 1))).toBe(0.8107963674993279)
})
