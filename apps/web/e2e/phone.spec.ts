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
