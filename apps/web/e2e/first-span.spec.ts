import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { expectNoViolations } from './no-violations.ts'
import { signIn, test } from './platform.ts'

const run = promisify(execFile)

test('a newcomer signs up, sends a span by curl as printed, and reads its trace', async ({ page, fresh }) => {
  await page.goto(fresh.url)
  await expect(page).toHaveURL(/\/sign-in/)
  await expectNoViolations(page)
  await page.getByLabel('Name').fill('Ann')
  await page.getByLabel('E-mail').fill('ann@example.org')
  const password = page.getByLabel('Password', { exact: true })
  await password.fill('too short')
  await page.getByRole('button', { name: 'Create the owner' }).click()
  await expect(page.getByRole('alert')).toHaveText('The password has 9 of the 10 characters that it needs.')
  await expect(password).toBeFocused()
  await expect(password).toHaveAccessibleDescription(/At least 10 characters.*9 of the 10 characters/)
  await expectNoViolations(page)
  await password.fill('a long enough password')
  await page.getByRole('button', { name: 'Create the owner' }).click()

  await expect(page.getByRole('heading', { name: 'Send the first span' })).toBeVisible()
  await expect(page.getByText('no span accepted yet')).toBeVisible()
  await page.getByRole('button', { name: 'Create key' }).click()
  await page
    .getByRole('radio', { name: 'curl' })
    .or(page.getByRole('button', { name: 'curl', exact: true }))
    .first()
    .click()
  await expectNoViolations(page)
  const snippet = (await page.locator('pre', { hasText: 'curl' }).textContent()) ?? ''
  await run('bash', ['-c', snippet])

  await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}/)
  await expect(page.getByRole('treegrid')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('treegrid').getByRole('row').first().click()
  await expect(page.getByRole('region', { name: 'Span' })).toContainText('Where is my order?')
  await page.getByRole('tab', { name: 'Transcript' }).click()
  await expect(page.getByRole('tabpanel', { name: /Transcript/ })).toContainText('Where is my order?')
})

test('signing in shows the list, and a wrong password does not', async ({ page, owned }) => {
  await page.goto(`${owned.url}/sign-in`)
  await page.getByLabel('E-mail').fill(owned.email ?? '')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(owned.password ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
  for (const place of ['traces', 'logs', 'metrics', 'settings']) {
    await page.goto(`${owned.url}/p/${owned.project_id}/${place}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoViolations(page)
  }
})

test('pages send away who is not signed in', async ({ page, owned }) => {
  await page.goto(`${owned.url}/p/${owned.project_id}/traces`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
})

test('a trace that is not there is told as such', async ({ page, owned }) => {
  await signIn(page, owned)
  const answer = await page.goto(`${owned.url}/p/${owned.project_id}/traces/${'a'.repeat(32)}`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
})
