import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { expectNoViolations } from './no-violations.ts'
import { type Platform, send, signIn, test } from './platform.ts'

test('an empty list says that spans are accepted and not written yet, and shows them when it looks again', async ({
  page,
  owned,
}) => {
  await signIn(page, owned)
  const project = `${owned.url}/p/${owned.project_id}`
  let service = ''
  // The writer may be quicker than the browser: then another span is sent.
  await expect(async () => {
    service = `late-${randomBytes(4).toString('hex')}`
    await sendSpan(owned, service)
    await page.goto(`${project}/traces?service=${service}`, { waitUntil: 'commit' })
    await expect(page.getByText(/messages? accepted and not written yet/)).toBeVisible({ timeout: 5_000 })
  }).toPass()
  await expect(page.getByRole('heading', { name: /No trace matches|No span has ever arrived/ })).toBeVisible()
  await expectNoViolations(page)

  await expect(async () => {
    const again = page.getByRole('button', { name: 'Look again' })
    await ((await again.isVisible()) ? again.click({ timeout: 5_000 }) : page.reload())
    // Longer than a loaded machine takes to draw the page: each failed look begins anew.
    await expect(page.getByRole('row').filter({ hasText: 'late span' })).toBeVisible({ timeout: 10_000 })
  }).toPass()
  await page.goto(`${project}/start`)
  await expect(page.getByRole('status').filter({ hasText: 'Listening' })).toContainText('no other span accepted yet')
})

async function sendSpan(owned: Platform, service: string): Promise<void> {
  const now = Date.now()
  const span = {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'late span',
    kind: 1,
    startTimeUnixNano: `${now - 10}000000`,
    endTimeUnixNano: `${now}000000`,
  }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] }
  await send(owned, 'traces', {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'e2e' }, spans: [span] }] }],
  })
}
