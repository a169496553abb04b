import { expect, test } from 'vitest'
import { describeError } from './describe-error.ts'

test.each([
  [{ status: 404, data: { message: 'There is no trace 12.' } }, 'filtered_out', 'There is no trace 12.'],
  [{ status: 403, data: {} }, 'not_allowed', 'Ask the owner of the project.'],
  [{ status: 503, data: { message: 'The store is starting.' } }, 'failed', 'The store is starting.'],
  [{ status: 404, data: 'There is no trace 12.' }, 'filtered_out', 'There is no trace 12.'],
  [{ status: 404, data: 'Error: No route matches URL "/x"' }, 'filtered_out', 'The address may be mistyped.'],
  [{ status: 502, data: '<html>' }, 'failed', 'The server answered 502.'],
  [{ status: 400, data: null }, 'failed', 'It answered 400.'],
])('%j is %s: %s', (error, kind, reason) => {
  expect(describeError(error)).toMatchObject({ kind, reason })
})

test('a bug is not shown in its own words', () => {
  const { reason } = describeError(new TypeError('x.y is not a function'))
  expect(reason).not.toContain('x.y')
})
