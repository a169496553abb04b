import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { expectNoViolations } from './no-violations.ts'
import { send, signIn, test } from './platform.ts'

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] }

test('an exemplar leads from a metric to the trace behind it', async ({ page, owned }) => {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  const at = (agoMs: number) => `${Date.now() - agoMs}000000`
  const times = { startTimeUnixNano: at(60_000), timeUnixNano: at(0) }
  const span = {
    traceId,
    spanId,
    name: 'slow answer',
    kind: 1,
    startTimeUnixNano: at(3_000),
    endTimeUnixNano: at(1_000),
  }
  const exemplar = { timeUnixNano: at(1_000), asDouble: 2, traceId, spanId, filteredAttributes: [] }
  const point = {
    ...times,
    count: '1',
    sum: 2,
    explicitBounds: [1, 5],
    bucketCounts: ['0', '1', '0'],
    exemplars: [exemplar],
  }
  const metric = { name: 'answer.duration', unit: 's', histogram: { aggregationTemporality: 1, dataPoints: [point] } }
  await send(owned, 'traces', {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'e2e' }, spans: [span] }] }],
  })
  await send(owned, 'metrics', {
    resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'e2e' }, metrics: [metric] }] }],
  })

  await signIn(page, owned)
  const address = `${owned.url}/p/${owned.project_id}/metrics?metric=answer.duration`
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByRole('region', { name: 'Exemplars' })).toContainText('2.00 s', { timeout: 1_000 })
  }).toPass()
  await expect(page.getByText('p95, per 15 min, estimated from buckets')).toBeVisible()
  await expectNoViolations(page)
  await page.locator('.chart-mark').click()
  await expect(page).toHaveURL(new RegExp(`/traces/${traceId}\\?span=${spanId}`))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('slow answer')
})

test('a measure of model calls leads to traces as well, and an old range to the newest metric', async ({
  page,
  owned,
}) => {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  const at = (agoMs: number) => `${Date.now() - agoMs}000000`
  const point = {
    startTimeUnixNano: at(60_000),
    timeUnixNano: at(0),
    count: '1',
    sum: 2,
    explicitBounds: [1, 5],
    bucketCounts: ['0', '1', '0'],
    attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
    exemplars: [{ timeUnixNano: at(1_000), asDouble: 2, traceId, spanId, filteredAttributes: [] }],
  }
  const name = 'gen_ai.client.operation.duration'
  const metric = { name, unit: 's', histogram: { aggregationTemporality: 1, dataPoints: [point] } }
  await send(owned, 'metrics', {
    resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'e2e' }, metrics: [metric] }] }],
  })

  await signIn(page, owned)
  const address = `${owned.url}/p/${owned.project_id}/metrics`
  await expect(async () => {
    await page.goto(`${address}?metric=genai.duration`)
    await expect(page.getByText(`single measurements of ${name}, the greatest first`)).toBeVisible({ timeout: 5_000 })
  }).toPass()
  await expect(page.getByRole('link', { name: traceId.slice(0, 8) })).toBeVisible()

  await page.goto(`${address}?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z`)
  await expect(page.getByRole('heading', { name: 'No metric in this range' })).toBeVisible()
  await expect(page.getByText('Nothing was measured in this range').first()).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Go to the newest' }).click()
  await expect(page.getByRole('list', { name: 'Model calls' })).toContainText('Duration')
})
