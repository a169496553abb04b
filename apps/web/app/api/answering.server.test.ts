import type { LoaderFunctionArgs } from '@remix-run/server-runtime'
import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { acting, answering } from './answering.server.ts'

const argsOf = (url: string, method = 'GET') =>
  ({ request: new Request(url, { method }), params: {}, context: {} }) as unknown as LoaderFunctionArgs

async function thrownBy(code: TRPCError['code'], message = 'Why.'): Promise<unknown> {
  const load = answering(async () => {
    throw new TRPCError({ code, message })
  })
  return load(argsOf('http://pyflare.test/p/1/traces?range=1h')).then(
    () => 'nothing',
    (error: unknown) => error,
  )
}

test('who is not signed in comes back after signing in', async () => {
  const response = (await thrownBy('UNAUTHORIZED')) as Response
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe('/sign-in?next=%2Fp%2F1%2Ftraces%3Frange%3D1h')
})

test('a refusal keeps its status and its sentence', async () => {
  expect(await thrownBy('NOT_FOUND')).toMatchObject({ data: { message: 'Why.' }, init: { status: 404 } })
  expect(await thrownBy('FORBIDDEN')).toMatchObject({ init: { status: 403 } })
})

test('what failed inside is not told', async () => {
  const failure = (await thrownBy('INTERNAL_SERVER_ERROR', 'password of clickhouse')) as { data: { message: string } }
  expect(failure.data.message).not.toContain('clickhouse')
})

test('an action answers a refusal beside its form', async () => {
  const act = acting(async () => {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'A key needs a name.' })
  })
  expect(await act(argsOf('http://pyflare.test/', 'POST'))).toEqual({ error: 'A key needs a name.' })
})
