import { PyflareError } from '@pyflare/observe'
import { expect, test } from 'vitest'
import { createRestApp } from './rest-app.ts'

test.each([
  ['unauthenticated', 401, 'Bearer realm="pyflare"'],
  ['permission_denied', 403, null],
] as const)('who is refused as %s is told by %i how to sign in, where that helps', async (code, status, challenge) => {
  const app = createRestApp(() => Promise.reject(new PyflareError(code, 'No.')))
  const response = await app.request('/services')
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, challenge])
  expect(await response.json()).toMatchObject({ code, status })
})
