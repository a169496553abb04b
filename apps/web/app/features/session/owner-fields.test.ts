import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@pyflare/domain'
import { expect, test } from 'vitest'
import { type OwnerFields, ownerProblems, PASSWORD_LENGTH, readOwnerFields } from './owner-fields.ts'

const GOOD: OwnerFields = { name: 'Ann', email: 'ann@example.org', password: 'a long enough password' }

test('the page has the rule of the server', () => {
  expect(PASSWORD_LENGTH).toEqual({ least: MIN_PASSWORD_LENGTH, most: MAX_PASSWORD_LENGTH })
})

test.each<[string, Partial<OwnerFields>, object]>([
  ['nothing', {}, {}],
  ['a short password', { password: 'short' }, { password: 'The password has 5 of the 10 characters that it needs.' }],
  [
    'a password too long',
    { password: 'x'.repeat(129) },
    { password: 'The password has 129 characters; 128 is the most.' },
  ],
  ['an address without a place', { email: 'ann@example' }, { email: expect.stringContaining('no e-mail address') }],
  [
    'all of it',
    { name: '', email: '', password: '' },
    {
      name: 'Your name is missing.',
      email: 'Your e-mail address is missing.',
      password: 'A password is missing.',
    },
  ],
])('%s is said of its field', (_what, wrong, problems) => {
  expect(ownerProblems({ ...GOOD, ...wrong })).toEqual(problems)
})

test('blanks around a name and an address are not part of them, and of a password they are', () => {
  const form = new FormData()
  for (const name of ['name', 'email', 'password']) form.set(name, ` ${name} `)
  expect(readOwnerFields(form)).toEqual({ name: 'name', email: 'email', password: ' password ' })
})
