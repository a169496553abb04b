import { openControlDb } from '@pyflare/control-db'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { logger, startTestDatabase, type TestDatabase } from '../test/control-database.ts'
import type { Access, Project } from './access.ts'
import { openAccess } from './open-access.ts'

const SECRET = 'a secret of the tests, long enough to sign with'
const OWNER = { email: 'Ada@Example.com', password: 'correct horse battery', name: 'Ada' }

let database: TestDatabase
let access: Access
let project: Project

beforeAll(async () => {
  database = await startTestDatabase()
  access = openAccess({ controlDb: database.controlDb, secret: SECRET, logger })
})

afterAll(async () => {
  await access.close()
  await database[Symbol.asyncDispose]()
})

function signIn(body: object, headers: Record<string, string> = {}, clientAddress = '192.0.2.1', on = access) {
  const request = new Request('http://localhost:4711/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:4711', ...headers },
    body: JSON.stringify(body),
  })
  return on.people.handleAuth(request, { clientAddress })
}

function withCookies(response: Response, path = '/') {
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return new Request(`http://localhost:4711${path}`, { headers: { cookie: cookie.join('; ') } })
}

describe('the owner', () => {
  it('is refused with an unfit address, password or name', async () => {
    for (const unfit of [{ email: 'nobody' }, { password: 'short' }, { name: ' ' }, { password: 'x'.repeat(129) }]) {
      await expect(access.people.createOwner({ ...OWNER, ...unfit })).rejects.toMatchObject({
        code: 'invalid_argument',
      })
    }
    expect(await access.people.ownerMissing()).toBe(true)
  })

  it('is made once, also when many ask at the same moment', async () => {
    const other = openControlDb({ url: database.url, logger })
    const second = openAccess({ controlDb: other, secret: SECRET, logger })
    const asked = [access, second, access, second].map((one, i) =>
      one.people.createOwner({ ...OWNER, name: `Ada ${i}` }),
    )
    const outcomes = await Promise.allSettled(asked)
    const made = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    expect(made).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'already_exists' })
    }
    project = made[0]!.value.project
    expect(made[0]!.value.person.email).toBe('ada@example.com')
    expect(await access.people.ownerMissing()).toBe(false)
    expect(await access.projects.all()).toEqual([project])
    await second.close()
    await other.close()
  })
})

describe('signing in', () => {
  it('gives a session cookie that says who it is, until signing out', async () => {
    const response = await signIn(OWNER)
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('token')
    const session = response.headers.getSetCookie().find((line) => line.startsWith('pyflare.session_token='))
    expect(session).toMatch(/HttpOnly/i)
    expect(session).toMatch(/SameSite=Lax/i)
    expect(session).not.toMatch(/Secure/i)

    const request = withCookies(response)
    const person = await access.people.fromRequest(request)
    expect(person).toMatchObject({ email: 'ada@example.com' })
    expect(await access.people.fromRequest(request)).toEqual(person)
    expect(await access.projects.listFor(person!)).toEqual([project])

    const out = new Request('http://localhost:4711/api/auth/sign-out', {
      method: 'POST',
      headers: { cookie: request.headers.get('cookie')!, origin: 'http://localhost:4711' },
    })
    expect((await access.people.handleAuth(out)).status).toBe(200)
    expect(await access.people.fromRequest(request)).toBeUndefined()
  })

  it('marks cookies as secure when the browser speaks https to a proxy', async () => {
    const headers = { origin: 'https://localhost:4711', 'x-forwarded-proto': 'https' }
    const cookies = (await signIn(OWNER, headers)).headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/)
  })

  it('knows nobody by a forged or missing cookie', async () => {
    const response = await signIn(OWNER)
    const cookie = withCookies(response).headers.get('cookie')!
    const [, token = ''] = cookie.match(/session_token=([^;]+)/) ?? []
    const forged = `${token.slice(0, -6)}AAAA%3D`
    const request = (value: string) => new Request('http://localhost:4711/', { headers: { cookie: value } })
    expect(await access.people.fromRequest(request(`pyflare.session_token=${forged}`))).toBeUndefined()
    expect(await access.people.fromRequest(request('pyflare.session_token=%E0%A4%A'))).toBeUndefined()
    expect(await access.people.fromRequest(new Request('http://localhost:4711/'))).toBeUndefined()
  })

  it('refuses pages of other hosts', async () => {
    const response = await signIn(OWNER, { origin: 'https://evil.example' })
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('says nothing on the console and nothing at warn or above about bad input', async () => {
    const lines: string[] = []
    const write = vi.spyOn(console, 'error').mockImplementation((line) => void lines.push(String(line)))
    const note = (...said: unknown[]) => void lines.push(JSON.stringify(said))
    const listening = { ...logger, debug: () => undefined, info: note, warn: note, error: note, child: () => logger }
    const other = openAccess({ controlDb: database.controlDb, secret: SECRET, logger: listening as typeof logger })
    const known = withCookies(await signIn(OWNER)).headers.get('cookie')!
    await signIn({ ...OWNER, password: 'wrong horse battery' }, {}, '192.0.2.50', other)
    await signIn({ ...OWNER, email: 'nobody@example.com' }, {}, '192.0.2.50', other)
    await signIn(OWNER, { origin: 'https://evil.example', cookie: known }, '192.0.2.50', other)
    await signIn(OWNER, { origin: 'null', cookie: known }, '192.0.2.50', other)
    await other.people.fromRequest(new Request('http://x/', { headers: { cookie: 'pyflare.session_token=a.b' } }))
    write.mockRestore()
    expect(lines).toEqual([])
    await other.close()
  })

  it('answers bad requests with a sentence', async () => {
    expect((await signIn({ email: 7 })).status).toBe(400)
    expect((await signIn({ email: 'ada@example.com' })).status).toBe(400)
    expect((await signIn({ ...OWNER, padding: 'x'.repeat(10_000) })).status).toBe(413)
    expect((await signIn(OWNER, { 'content-type': 'text/plain' })).status).toBe(415)
    for (const path of ['sign-up/email', 'update-user', 'delete-user', 'request-password-reset', '../keys', '']) {
      const request = new Request(`http://localhost:4711/api/auth/${path}`, { method: 'POST', body: '{}' })
      expect((await access.people.handleAuth(request)).status).toBe(404)
    }
  })

  it('slows down guessing without keeping out the browser that signed in before, or other networks', async () => {
    const known = withCookies(await signIn(OWNER, {}, '198.51.100.7')).headers.get('cookie')!
    const device = known.match(/pyflare\.device=[^;]+/)![0]
    const wrong = { ...OWNER, password: 'wrong horse battery' }
    const guesses = await Promise.all(Array.from({ length: 14 }, () => signIn(wrong, {}, '198.51.100.7')))
    expect(guesses.filter((guess) => guess.status === 401)).toHaveLength(10)
    const refused = guesses.filter((guess) => guess.status === 429)
    expect(refused).toHaveLength(4)
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)

    expect((await signIn(OWNER, {}, '198.51.100.7')).status).toBe(429)
    expect((await signIn(OWNER, { cookie: device }, '198.51.100.7')).status).toBe(200)
    expect((await signIn(OWNER, {}, '203.0.113.9')).status).toBe(200)
    expect((await signIn({ ...wrong, email: 'bob@example.com' }, {}, '198.51.100.7')).status).toBe(401)
  })

  it('takes a device cookie for its own person alone', async () => {
    const known = withCookies(await signIn(OWNER, {}, '198.51.100.8')).headers.get('cookie')!
    const device = known.match(/pyflare\.device=[^;]+/)![0]
    const wrong = { email: 'eve@example.com', password: 'wrong horse battery' }
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await signIn(wrong, { cookie: device }, `198.51.100.8`)).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await signIn(wrong, {}, '198.51.100.8')).status).toBe(429)
  })
})

describe('project keys', () => {
  it('are shown once, verified, listed, and refused right after they were revoked', async () => {
    const { secret, key } = await access.keys.create({ projectId: project.projectId, name: ' CI ', scopes: ['ingest'] })
    expect(secret).toMatch(/^pf_live_[0-9A-Za-z]{43}$/)
    expect(key).toMatchObject({ name: 'CI', prefix: secret.slice(0, 12), scopes: ['ingest'], lastUsedAt: undefined })
    const identity = { keyId: key.keyId, projectId: project.projectId, prefix: key.prefix, scopes: ['ingest'] }
    expect(await access.keys.verify(secret)).toEqual(identity)
    await expect
      .poll(async () => (await access.keys.list(project.projectId))[0]?.lastUsedAt, { interval: 20 })
      .toBeInstanceOf(Date)

    await access.keys.revoke(project.projectId, key.keyId)
    expect(await access.keys.verify(secret)).toBeUndefined()
    expect(await access.keys.list(project.projectId)).toEqual([])
    await access.keys.revoke(project.projectId, key.keyId)
  })

  it('can be revoked by their own project only', async () => {
    const { secret, key } = await access.keys.create({ projectId: project.projectId, name: 'a', scopes: ['read'] })
    await expect(access.keys.revoke('prj_other', key.keyId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await access.keys.verify(secret)).toMatchObject({ keyId: key.keyId })
  })

  it('are refused when made badly, and looked up safely whatever the text', async () => {
    const create = (input: object) =>
      access.keys.create({ projectId: project.projectId, name: 'a', scopes: ['read'], ...input })
    await expect(create({ name: '' })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(create({ scopes: [] })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(create({ scopes: ['admin'] })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(create({ projectId: 'prj_none' })).rejects.toMatchObject({ code: 'not_found' })
    const texts = ['', 'x'.repeat(1e6), "' or 1=1", `pf_live_${'0'.repeat(43)}`, `pf_live_${'0'.repeat(42)}\0`]
    for (const text of texts) expect(await access.keys.verify(text)).toBeUndefined()
  })

  it('revoked by another process are refused here within a second', async () => {
    const { secret, key } = await access.keys.create({ projectId: project.projectId, name: 'b', scopes: ['read'] })
    const other = openControlDb({ url: database.url, logger })
    const elsewhere = openAccess({ controlDb: other, secret: SECRET, logger })
    expect(await access.keys.verify(secret)).toBeDefined()
    await elsewhere.keys.revoke(project.projectId, key.keyId)
    await expect.poll(() => access.keys.verify(secret), { timeout: 1_000, interval: 20 }).toBeUndefined()
    await elsewhere.close()
    await other.close()
  })
})

describe('projects', () => {
  it('are seen by their members alone', async () => {
    const stranger = { userId: 'usr_stranger', email: 's@example.com', name: 'S' }
    expect(await access.projects.listFor(stranger)).toEqual([])
    expect(await access.projects.getFor(stranger, project.projectId)).toBeUndefined()
    expect(await access.projects.get(project.projectId)).toEqual(project)
    expect(await access.projects.get('prj_none')).toBeUndefined()
  })

  it('keep telemetry for as long as they are told', async () => {
    const retention = { traces: 7, metrics: 3650, logs: 1 }
    await access.projects.setRetention(project.projectId, retention)
    expect((await access.projects.get(project.projectId))?.retention).toEqual(retention)
    for (const traces of [0, 3651, 1.5, Number.NaN]) {
      const refused = access.projects.setRetention(project.projectId, { ...retention, traces })
      await expect(refused).rejects.toMatchObject({ code: 'invalid_argument' })
    }
    await expect(access.projects.setRetention('prj_none', retention)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('remember the newest hundred runs of retention, a repeated record once', async () => {
    const run = (minute: number) => ({
      projectId: project.projectId,
      startedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
      finishedAt: new Date(Date.UTC(2026, 0, 1, 0, minute, 30)),
      deleted: { spans: minute },
      error: '',
    })
    for (let minute = 0; minute < 103; minute++) await access.projects.recordRetentionRun(run(minute))
    await access.projects.recordRetentionRun({ ...run(102), error: 'late' })
    const runs = await access.projects.retentionRuns(project.projectId, 1_000)
    expect(runs).toHaveLength(100)
    expect(runs[0]).toEqual({ ...run(102), error: 'late' })
    expect(runs.at(-1)).toEqual(run(3))
    expect(await access.projects.retentionRuns(project.projectId, 2)).toHaveLength(2)
  })
})
