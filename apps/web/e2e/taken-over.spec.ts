import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { expectNoViolations } from './no-violations.ts'
import { type Platform, send, signIn, test } from './platform.ts'

const PHONE = { width: 390, height: 844 }
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })

/** A call that tells its session, and not what it used. */
function call(session: string) {
  const at = (agoMs: number) => `${Date.now() - agoMs}000000`
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'chat gpt-4o',
    kind: 3,
    startTimeUnixNano: at(3_000),
    endTimeUnixNano: at(1_000),
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.request.model', 'gpt-4o'),
      text('gen_ai.provider.name', 'openai'),
      text('session.id', session),
      text('user.id', 'ann'),
    ],
  }
}

async function sendCalls(owned: Platform, sessions: readonly string[]): Promise<string> {
  const resource = { attributes: [text('service.name', 'shop'), text('service.version', '1.4.2')] }
  const spans = sessions.map(call)
  const scopeSpans = [{ scope: { name: 'e2e.calls', version: '2.0.0' }, spans }]
  await send(owned, 'traces', { resourceSpans: [{ resource, scopeSpans }] })
  return spans[0]?.traceId ?? ''
}

test('a phone takes the list over as the server drew it, and a trace shows all its facts', async ({ page, owned }) => {
  const traceId = await sendCalls(owned, ['one', 'two', 'two'])
  await page.setViewportSize(PHONE)
  await signIn(page, owned)
  const address = `${owned.url}/p/${owned.project_id}/traces`
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByRole('grid').getByText('chat gpt-4o').first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
  const failed: string[] = []
  page.on('pageerror', ({ message }) => failed.push(message))
  for (let visit = 0; visit < 3; visit++) await page.goto(address, { waitUntil: 'networkidle' })
  expect(failed).toEqual([])

  await page.goto(`${address}/${traceId}`)
  for (const fact of await page.locator('header dl dd').all()) await expect(fact).toBeInViewport({ ratio: 1 })
  await expectNoViolations(page)
})

test('keys are printed as on the computer of who asks', async ({ page, owned }) => {
  await signIn(page, owned)
  const html = (userAgent: string) =>
    page.request.get(`${owned.url}/p/${owned.project_id}/traces`, { headers: { 'user-agent': userAgent } })
  expect(await (await html('Mozilla/5.0 (X11; Linux x86_64)')).text()).toContain('Ctrl\u00a0K')
  expect(await (await html('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).text()).toContain('⌘K')
})

test('charts of spans are told apart by session, and findings by library', async ({ page, owned }) => {
  await sendCalls(owned, ['one', 'two', 'two'])
  await signIn(page, owned)
  const base = `${owned.url}/p/${owned.project_id}`
  await page.goto(`${base}/metrics`)
  await page.getByRole('combobox', { name: 'Group the charts of spans' }).click()
  await page.getByRole('option', { name: 'By session' }).click()
  await expect(page).toHaveURL(/by=session_id/)
  await expect(page.getByRole('figure').filter({ hasText: 'Traces' }).getByText('two', { exact: true })).toBeVisible()
  await expectNoViolations(page)

  await expect(async () => {
    await page.goto(`${base}/instrumentation`)
    const lacks = page.getByRole('list', { name: 'What e2e.calls lacks' })
    await expect(lacks.getByText('Calls without usage')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(page.getByRole('list', { name: 'What e2e.calls lacks' })).toContainText('A newer version')
  await page.getByText('Calls without usage').click()
  await expect(page.getByRole('link', { name: 'Newest trace' }).first()).toBeVisible()
  await expectNoViolations(page)
})
