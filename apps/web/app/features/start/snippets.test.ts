import { execFile } from 'node:child_process'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { serviceNameOf } from './service-name.ts'
import { KEY_PLACEHOLDER, type SnippetId, snippetsOf } from './snippets.ts'

const run = promisify(execFile)
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const codeOf = (id: SnippetId, otlpHttp: string, key = 'pf_secret') =>
  snippetsOf({ otlpHttp, otlpGrpc: 'http://127.0.0.1:4317', key, service: 'returns-agent' })
    .find((it) => it.id === id)
    ?.blocks.map(({ code }) => code)
    .join('\n') ?? ''

interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

async function receiver(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ path: request.url ?? '', headers: request.headers, body })
    response.end('{}')
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

test.each(['sh', 'bash'])(
  'the curl snippet, pasted into %s, sends one whole model call with fresh ids',
  async (shell) => {
    const { url, received } = await receiver()
    await run(shell, ['-c', codeOf('curl', url)])
    await run(shell, ['-c', codeOf('curl', url)])
    expect(received.map(({ path }) => path)).toEqual(['/v1/traces', '/v1/traces'])
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-api-key': 'pf_secret' })
    const spans = received.map(({ body }) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans[0])
    for (const span of spans) {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(span.spanId).toMatch(/^[0-9a-f]{16}$/)
      expect(Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano))).toBe(1e9)
      expect(Math.abs(Number(BigInt(span.endTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(60_000)
    }
    expect(spans[0].traceId).not.toBe(spans[1].traceId)
    const attributes = new Map(spans[0].attributes.map((it: { key: string; value: object }) => [it.key, it.value]))
    const messages = attributes.get('gen_ai.input.messages') as { stringValue: string }
    expect(JSON.parse(messages.stringValue)[0].parts[0].content).toBe('Where is my order?')
  },
)

test('every snippet holds the endpoint and the key', () => {
  for (const { id } of snippetsOf({ otlpHttp: 'x', otlpGrpc: undefined, key: KEY_PLACEHOLDER, service: 's' })) {
    expect(codeOf(id, 'https://otlp.test', 'pf_abc')).toContain('https://otlp.test')
    expect(codeOf(id, 'https://otlp.test', 'pf_abc')).toContain('pf_abc')
  }
})

test.each([
  ['Returns agent', 'returns-agent'],
  ['"; rm -rf $HOME; "', 'rm-rf-home'],
  ['日本', 'my-app'],
])('project %j names its service %s', (project, service) => {
  expect(serviceNameOf(project)).toBe(service)
})
