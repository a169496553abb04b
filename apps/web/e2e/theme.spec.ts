import { expect } from '@playwright/test'
import { expectNoViolations } from './no-violations.ts'
import { signIn, test } from './platform.ts'

test('a page keeps the theme that was chosen, whether or not its address leads anywhere', async ({ page, owned }) => {
  await signIn(page, owned)
  await page.goto(`${owned.url}/p/${owned.project_id}/settings/you`)
  await page.getByRole('radio', { name: 'Dark' }).click()
  for (const [path, status] of [
    ['/', 200],
    ['/nonsense', 404],
    ['/p/nonsense/traces', 404],
    [`/p/${owned.project_id}/nonsense`, 404],
  ] as const) {
    const answer = await page.goto(owned.url + path)
    expect([path, answer?.status()]).toEqual([path, status])
    expect(await answer?.text(), path).toContain('data-theme="dark"')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expectNoViolations(page)
  }
  expect((await fetch(`${owned.url}/nonsense`, { method: 'POST' })).status).toBe(404)
})
