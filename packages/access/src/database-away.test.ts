import { expect, it } from 'vitest'
import { logger, startTestDatabase } from '../test/control-database.ts'
import { openAccess } from './open-access.ts'

it('says that the database is away, and lets what it knows go on for a while', async () => {
  await using database = await startTestDatabase()
  const access = openAccess({ controlDb: database.controlDb, secret: 'x'.repeat(20) + crypto.randomUUID(), logger })
  const owner = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  const { project } = await access.people.createOwner(owner)
  const { secret } = await access.keys.create({ projectId: project.projectId, name: 'a', scopes: ['ingest'] })
  const identity = await access.keys.verify(secret)
  const signIn = () =>
    access.people.handleAuth(
      new Request('http://127.0.0.1:1/api/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(owner),
      }),
    )
  const cookie = (await signIn()).headers.getSetCookie().map((line) => line.split(';')[0])
  const page = new Request('http://127.0.0.1:1/', { headers: { cookie: cookie.join('; ') } })

  await database.stopServer()
  expect(await access.keys.verify(secret)).toEqual(identity)
  const away = { code: 'unavailable', retryable: true }
  await expect(access.keys.verify(`pf_live_${'a'.repeat(43)}`)).rejects.toMatchObject(away)
  await expect(access.keys.list(project.projectId)).rejects.toMatchObject(away)
  await expect(access.projects.all()).rejects.toMatchObject(away)
  await expect(access.people.fromRequest(page)).rejects.toMatchObject(away)
  const refused = await signIn()
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('1')
  await access.close()
})
