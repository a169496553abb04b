import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { becomesVisible } from './becomes-visible.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

/** `npm test` makes it, where there is a Python. */
const PYTHON = fileURLToPath(new URL('../../../.cache/python/bin/python', import.meta.url))
const CLIENT = fileURLToPath(new URL('sdk_client.py', import.meta.url))
const CASES = ['http/protobuf', 'grpc'].flatMap((protocol) =>
  ['none', 'gzip'].map((compression) => ({ protocol, compression })),
)

describe.skipIf(!existsSync(PYTHON))('the SDK for Python', () => {
  let started: TestPlatform
  beforeAll(async () => {
    started = await startTestPlatform()
  })
  afterAll(() => started?.stop())

  test.each(CASES)('shows its spans, metrics and logs over $protocol, compression $compression', async (how) => {
    const { collector, page } = started
    const service = `python-${randomUUID()}`
    const endpoint = how.protocol === 'grpc' ? collector.otlpGrpc : collector.otlpHttp
    const args = [CLIENT, how.protocol, how.compression, endpoint, collector.projectKey, service]
    const { stdout, stderr } = await promisify(execFile)(PYTHON, args)
    expect(stderr).toBe('')

    const found = await becomesVisible(`python ${how.protocol} ${how.compression}`, page, service)
    expect(found.trace).toMatchObject({ trace_id: stdout.trim(), name: 'answer', span_count: 1 })
    expect(found.metric).toMatchObject({ name: 'answers', is_monotonic: true })
    const { exemplars } = await page.metrics.exemplars({ name: 'answers', service })
    expect(exemplars).toMatchObject([{ value: 3, trace_id: stdout.trim(), service_name: service }])
    expect(found.log).toMatchObject({ body: 'slow answer', severity_text: 'WARN', trace_id: stdout.trim() })
  })
})
