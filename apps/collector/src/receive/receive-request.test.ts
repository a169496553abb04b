import { expect, test, vi } from 'vitest'
import { RequestCounter } from '../intake/count-requests.ts'
import { IntakeCounts } from '../intake/intake-counts.ts'
import { Admission } from './admission.ts'
import { type Credentials, createAuthenticate } from './authenticate.ts'
import { outcomeWith } from './outcome.fixture.ts'
import { createReceive } from './receive-request.ts'
import type { Outcome } from './received.ts'
import { RecentRequests } from './recognize-repeats.ts'

const KEPT = outcomeWith({ accepted: 1 })
const ONE_REFUSED = outcomeWith({ rejected: 1, message: 'one' })

function receiving({ windowMs = 1000, maxRemembered = 100, deadlineMs = 10_000 } = {}) {
  const clock = { nowMs: 0 }
  const ingested: string[] = []
  const counts = new IntakeCounts()
  const outcomes: (() => Promise<Outcome>)[] = []
  const recent = new RecentRequests({ windowMs, maxRemembered, now: () => clock.nowMs })
  const receive = createReceive({
    ingest: ({ projectId, digest }) => {
      ingested.push(`${projectId} ${digest}`)
      return outcomes.shift()?.() ?? Promise.resolve(KEPT)
    },
    counter: new RequestCounter(counts),
    recent,
    deadlineMs,
    now: () => 5,
  })
  const send = (body = '{}', projectId = 'a', ticket = new Admission({ maxRequests: 1, maxBytes: 1 }).enter()) =>
    receive({
      sender: { projectId, keyId: 'k', client: 'c' },
      signal: 'traces',
      encoding: 'json',
      body: Buffer.from(body),
      ticket,
    })
  return { clock, counts, ingested, outcomes, recent, send }
}

test('a retry of an accepted request gets the same answer and is not kept twice', async () => {
  const { ingested, counts, outcomes, send } = receiving()
  outcomes.push(async () => ONE_REFUSED)
  expect(await send()).toEqual(ONE_REFUSED)
  expect(await send()).toEqual(ONE_REFUSED)
  expect(ingested).toHaveLength(1)
  expect(counts.take().map(({ outcome, requests }) => [outcome, requests])).toEqual([['repeated', 1]])
})

test('a retry while the first one is still running waits for it', async () => {
  const { ingested, outcomes, send } = receiving()
  let finish: (outcome: Outcome) => void = () => undefined
  outcomes.push(
    () =>
      new Promise((resolve) => {
        finish = resolve
      }),
  )
  const both = [send(), send()]
  finish(KEPT)
  expect(await Promise.all(both)).toEqual([KEPT, KEPT])
  expect(ingested).toHaveLength(1)
})

test('a request that failed is tried again', async () => {
  const { ingested, outcomes, send } = receiving()
  outcomes.push(() => Promise.reject(new Error('full')))
  await expect(send()).rejects.toThrow('full')
  expect(await send()).toEqual(KEPT)
  expect(ingested).toHaveLength(2)
  await expect(send('{')).rejects.toThrow(/not JSON/)
  await expect(send('{')).rejects.toThrow(/not JSON/)
})

test('another project, another body or a later time is another request', async () => {
  const { clock, ingested, send } = receiving()
  await send()
  await send('{}', 'b')
  await send('{"a":1}')
  clock.nowMs = 1001
  await send()
  expect(ingested).toHaveLength(4)
})

test('what is remembered is bounded by number and by time', async () => {
  const { clock, ingested, recent, send } = receiving({ maxRemembered: 2 })
  for (const body of ['{"a":1}', '{"a":2}', '{"a":3}']) await send(body)
  expect(recent.size).toBe(2)
  await send('{"a":1}')
  expect(ingested).toHaveLength(4)
  clock.nowMs = 5000
  await send('{"a":9}')
  expect(recent.size).toBe(1)
})

test('a request that takes too long is answered, goes on, and answers its retry', async () => {
  const { ingested, outcomes, send } = receiving({ deadlineMs: 1 })
  let finish: (outcome: Outcome) => void = () => undefined
  outcomes.push(
    () =>
      new Promise((resolve) => {
        finish = resolve
      }),
  )
  await expect(send()).rejects.toMatchObject({ code: 'timeout', retryable: true })
  finish(KEPT)
  expect(await send()).toEqual(KEPT)
  expect(ingested).toHaveLength(1)
})

test('a request that its client was told to repeat keeps its share of memory until its work is done', async () => {
  const { outcomes, send } = receiving({ deadlineMs: 1 })
  const admission = new Admission({ maxRequests: 1, maxBytes: 10 })
  const ticket = admission.enter()
  ticket.grow(10)
  let finish: (outcome: Outcome) => void = () => undefined
  const work = new Promise<Outcome>((resolve) => {
    finish = resolve
  })
  outcomes.push(() => work)
  await expect(send('{}', 'a', ticket)).rejects.toMatchObject({ code: 'timeout' })
  ticket.leave()
  expect(() => admission.enter()).toThrow(/as many requests/)
  finish(KEPT)
  await vi.waitFor(() => admission.enter().grow(10))
})

test('a ticket gives back once what it took', () => {
  const admission = new Admission({ maxRequests: 2, maxBytes: 10 })
  const first = admission.enter()
  const second = admission.enter()
  expect(() => admission.enter()).toThrow(/as many requests/)
  first.grow(10)
  expect(() => second.grow(1)).toThrow(/as many bytes/)
  first.leave()
  first.leave()
  first.grow(100)
  second.grow(10)
  admission.enter()
  expect(() => admission.enter()).toThrow(/as many requests/)
})

const authenticate = (keyless: string | undefined) =>
  createAuthenticate({
    keys: {
      verify: async (key) =>
        key === 'good' || key === 'reads'
          ? { keyId: '1', projectId: 'own', prefix: 'pf_live_x', scopes: key === 'good' ? ['ingest'] : ['read'] }
          : undefined,
    },
    keylessProjectId: async () => keyless,
  })
const from = (fields: Partial<Credentials>): Credentials => ({
  apiKey: undefined,
  authorization: undefined,
  remoteAddress: '127.0.0.1',
  origin: undefined,
  isForwarded: false,
  ...fields,
})

test('a key says the project, in either header', async () => {
  for (const fields of [
    { apiKey: 'good' },
    { authorization: 'Bearer good' },
    { authorization: 'bearer  good' },
    { apiKey: '', authorization: 'Bearer good' },
  ])
    expect(await authenticate(undefined)(from(fields))).toEqual({ projectId: 'own', keyId: '1' })
})

test('who has no usable key is told what to send', async () => {
  const wrong = { code: 'unauthenticated', message: expect.stringContaining('X-API-Key') }
  for (const fields of [{}, { apiKey: 'bad' }, { authorization: 'Basic good' }, { authorization: 'Bearer' }])
    await expect(authenticate(undefined)(from(fields))).rejects.toMatchObject(wrong)
  await expect(authenticate(undefined)(from({ apiKey: 'reads' }))).rejects.toMatchObject({ code: 'permission_denied' })
})

test('without a key only programs of this machine may send, and only where that is allowed', async () => {
  for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect(await authenticate('first')(from({ remoteAddress }))).toEqual({ projectId: 'first', keyId: '' })
  expect(await authenticate('first')(from({ origin: 'http://localhost:3000' }))).toEqual({
    projectId: 'first',
    keyId: '',
  })
  const others = [
    { remoteAddress: '10.0.0.7' },
    { remoteAddress: '::ffff:10.127.0.1' },
    { remoteAddress: undefined },
    { isForwarded: true },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost.evil.example' },
    { origin: 'null' },
    { apiKey: 'bad' },
    { authorization: 'Basic x' },
    { apiKey: '' },
    { authorization: '' },
    { apiKey: '', authorization: 'Bearer' },
  ]
  for (const fields of others)
    await expect(authenticate('first')(from(fields))).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(authenticate(undefined)(from({}))).rejects.toMatchObject({ code: 'unauthenticated' })
})
