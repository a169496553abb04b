import { expect } from '@playwright/test'
import { expectNoViolations } from './no-violations.ts'
import { signIn, test } from './platform.ts'

test.use({ viewport: { width: 390, height: 844 } })

test('an empty list has its gutter and shows how fresh it is', async ({ page, owned }) => {
  await signIn(page, owned)
  for (const place of ['traces?service=nobody', 'logs?service=nobody']) {
    await page.goto(`${owned.url}/p/${owned.project_id}/${place}`)
    const state = page.getByRole('heading', { level: 3 })
    await expect(state).toBeVisible()
    expect((await state.boundingBox())?.x).toBe(12)
    await expect(page.getByTitle('All that was accepted is shown.')).toBeVisible()
    await expectNoViolations(page)
  }
})

test('settings show where one is, and what each key may do', async ({ page, owned }) => {
  await signIn(page, owned)
  const settings = `${owned.url}/p/${owned.project_id}/settings`
  await page.goto(`${settings}/you`)
  await expect(page.getByRole('link', { name: 'Account and theme' })).toBeInViewport({ ratio: 1 })
  await page.goto(`${settings}/keys`)
  const keys = page.getByRole('region', { name: 'Project keys' })
  await expect(keys.getByText('Last used, UTC').filter({ visible: true }).first()).toBeVisible()
  await expect(
    keys
      .getByText(/^(write|read)$/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  expect(await keys.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await expectNoViolations(page)
})
