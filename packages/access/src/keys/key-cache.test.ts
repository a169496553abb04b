import { createLogger, PyflareError } from '@pyflare/observe'
import { beforeEach, describe, expect, it } from 'vitest'
import type { KeyIdentity } from '../access.ts'
import { KeyCache } from './key-cache.ts'

const identity: KeyIdentity = { keyId: 'key_1', projectId: 'prj_1', prefix: 'pf_live_abcd', scopes: ['ingest'] }
const away = () => Promise.reject(new PyflareError('unavailable', 'away'))

/** What the database would say, when it would say it, and how often it was asked. */
let lookUp: (hash: string) => Promise<KeyIdentity | undefined>
let asked: string[]
let nowMs: number
let cache: KeyCache

beforeEach(() => {
  lookUp = async () => identity
  asked = []
  nowMs = 1_000_000
  cache = new KeyCache({
    lookUp: (hash) => {
      asked.push(hash)
      return lookUp(hash)
    },
    now: () => nowMs,
    logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
  })
})

describe('the cache of keys', () => {
  it('asks once for many requests at once, and again before a second has passed', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => cache.get('a')))
    expect(new Set(answers)).toEqual(new Set([identity]))
    await cache.get('a')
    expect(asked).toHaveLength(1)
    nowMs += 999
    lookUp = async () => undefined
    expect(await cache.get('a')).toBeUndefined()
    expect(asked).toHaveLength(2)
  })

  it('remembers for ten seconds that a key is unknown, unless it is made here', async () => {
    lookUp = async () => undefined
    expect(await cache.get('a')).toBeUndefined()
    lookUp = async () => identity
    nowMs += 9_999
    expect(await cache.get('a')).toBeUndefined()
    cache.forget('a')
    expect(await cache.get('a')).toEqual(identity)
    expect(asked).toHaveLength(2)
  })

  it('lets a known key work for a minute without the database, and not longer', async () => {
    await cache.get('a')
    lookUp = away
    for (let second = 0; second < 60; second++) {
      nowMs += 1_000
      expect(await cache.get('a')).toEqual(identity)
    }
    nowMs += 1_000
    await expect(cache.get('a')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(cache.get('never seen')).rejects.toMatchObject({ code: 'unavailable' })
    lookUp = async () => identity
    expect(await cache.get('a')).toEqual(identity)
  })

  it('waits for a database that is slow, when nothing else answers for the key any more', async () => {
    await cache.get('a')
    nowMs += 61_000
    lookUp = () => new Promise((resolve) => setTimeout(() => resolve(identity), 400))
    expect(await cache.get('a')).toEqual(identity)
  })

  it('does not wait long for a database that is slow, when it knows the key', async () => {
    await cache.get('a')
    let answer: (identity: KeyIdentity | undefined) => void = () => {}
    lookUp = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    nowMs += 1_000
    expect(await cache.get('a')).toEqual(identity)
    answer(undefined)
    await expect.poll(() => cache.get('a')).toBeUndefined()
  })

  it('does not bring back a key that was revoked while it was looked up', async () => {
    let answer: (identity: KeyIdentity | undefined) => void = () => {}
    lookUp = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    const early = cache.get('a')
    cache.forget('a')
    answer(identity)
    await early
    lookUp = async () => undefined
    expect(await cache.get('a')).toBeUndefined()
  })

  it('bounds what a flood of unknown keys can start, and keeps known keys working in it', async () => {
    await cache.get('known')
    nowMs += 1_000
    const release: (() => void)[] = []
    lookUp = (hash) =>
      hash === 'known' ? Promise.resolve(identity) : new Promise((resolve) => release.push(() => resolve(undefined)))
    const flood = Array.from({ length: 400 }, (_, i) =>
      cache.get(`guess ${i}`).catch((error: PyflareError) => error.code),
    )
    expect(await cache.get('known')).toEqual(identity)
    for (const finish of release) finish()
    const outcomes = await Promise.all(flood)
    expect(outcomes.filter((outcome) => outcome === 'resource_exhausted')).toHaveLength(400 - 256)
  })
})
