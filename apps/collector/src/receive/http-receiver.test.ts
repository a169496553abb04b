import { once } from 'node:events'
import { connect } from 'node:net'
import { deflateSync, gzipSync } from 'node:zlib'
import { createLogger, PyflareError } from '@pyflare/observe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RequestCounter } from '../intake/count-requests.ts'
import { IntakeCounts } from '../intake/intake-counts.ts'
import { Admission } from './admission.ts'
import { createHttpReceiver, type HttpReceiverOptions } from './http-receiver.ts'
import { outcomeWith } from './outcome.fixture.ts'
import type { EncodedRequest } from './receive-request.ts'
import type { Outcome } from './received.ts'
import type { Receiver } from './receiver.ts'

const LIMIT = 1_048_576
const received: EncodedRequest[] = []
const counts = new IntakeCounts()
let answer: () => Promise<Outcome>
let receiver: Receiver

async function start(
  options: Partial<HttpReceiverOptions> = {},
  admission = { maxRequests: 100, maxBytes: 8 * LIMIT },
) {
  receiver = createHttpReceiver(
    {
      host: '127.0.0.1',
      port: 0,
      maxBodyBytes: LIMIT,
      allowedOrigins: ['https://shop.example'],
      maxConnections: 100,
      headersTimeoutMs: 5000,
      requestTimeoutMs: 5000,
      ...options,
    },
    {
      authenticate: async ({ apiKey }) => {
        if (apiKey === 'key') return { projectId: 'project', keyId: 'key-1' }
        if (apiKey === 'reader') throw new PyflareError('permission_denied', 'not this one')
        throw new PyflareError('unauthenticated', 'Send a project key.')
      },
      admission: new Admission(admission),
      receive: (request) => {
        received.push(request)
        return answer()
      },
      counter: new RequestCounter(counts),
      logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
    },
  )
  await receiver.start()
}

beforeEach(() => {
  received.length = 0
  counts.take()
  answer = async () => outcomeWith()
})
afterEach(() => receiver.stop())

const call = (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
  fetch(`${receiver.address}${path}`, {
    method: 'POST',
    ...init,
    headers: { 'x-api-key': 'key', 'content-type': 'application/json', ...headers },
  })
const zeros = (bytes: number) => new Uint8Array(bytes)

test('a body arrives whole in each content coding, and the answer is in the encoding of the request', async () => {
  await start()
  const text = '{"resourceSpans":[]}'
  const plain = await call('/v1/traces?x=1', { body: text }, { 'content-type': 'Application/JSON; charset=utf-8' })
  expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([200, 'application/json', '{}'])
  for (const [coding, body] of [
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', text],
  ] as const) {
    const response = await call(
      '/v1/logs',
      { body },
      { 'content-encoding': coding, 'content-type': 'application/x-protobuf' },
    )
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-protobuf'])
    expect(await response.arrayBuffer()).toHaveProperty('byteLength', 0)
  }
  expect(
    received.map(({ signal, encoding, sender, body }) => [
      signal,
      encoding,
      sender.projectId,
      Buffer.from(body).toString(),
    ]),
  ).toEqual([
    ['traces', 'json', 'project', text],
    ...Array.from({ length: 3 }, () => ['logs', 'protobuf', 'project', text]),
  ])
})

test('partial success names the signal’s own count', async () => {
  await start()
  answer = async () => outcomeWith({ rejected: 3, message: 'too old' })
  expect(await (await call('/v1/traces', { body: '{}' })).json()).toEqual({
    partialSuccess: { rejectedSpans: '3', errorMessage: 'too old' },
  })
  expect(await (await call('/v1/logs', { body: '{}' })).json()).toHaveProperty('partialSuccess.rejectedLogRecords', '3')
  expect(await (await call('/v1/metrics', { body: '{}' })).json()).toHaveProperty(
    'partialSuccess.rejectedDataPoints',
    '3',
  )
})

test.each([
  ['an unknown path', '/v1/profiles', {}, {}, 404, 5],
  ['a wrong method', '/v1/traces', { method: 'GET' }, {}, 405, 12],
  ['a wrong method of health', '/healthz', {}, {}, 405, 12],
  ['no content type', '/v1/traces', { body: zeros(1) }, { 'content-type': '' }, 415, 3],
  ['a form', '/v1/traces', { body: 'a=b' }, { 'content-type': 'application/x-www-form-urlencoded' }, 415, 3],
  ['an unknown coding', '/v1/traces', { body: 'x' }, { 'content-encoding': 'br' }, 415, 3],
  ['two codings', '/v1/traces', { body: 'x' }, { 'content-encoding': 'gzip, gzip' }, 415, 3],
  ['no key', '/v1/traces', { body: '{}' }, { 'x-api-key': '' }, 401, 16],
  ['a key that may not', '/v1/traces', { body: '{}' }, { 'x-api-key': 'reader' }, 403, 7],
  ['a large body', '/v1/traces', { body: zeros(17 * LIMIT) }, {}, 413, 3],
  ['a bomb', '/v1/traces', { body: gzipSync(zeros(64 * LIMIT)) }, { 'content-encoding': 'gzip' }, 413, 3],
  ['what is not gzip', '/v1/traces', { body: 'hello' }, { 'content-encoding': 'gzip' }, 400, 3],
  ['torn gzip', '/v1/traces', { body: gzipSync('hello').subarray(0, 15) }, { 'content-encoding': 'gzip' }, 400, 3],
] as [string, string, RequestInit, Record<string, string>, number, number][])(
  '%s is refused with a status that says so',
  async (_name, path, init, headers, status, code) => {
    await start()
    const response = await call(path, init, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ code, message: expect.stringMatching(/\w+ \w+/) })
    expect(received).toHaveLength(0)
    expect(response.headers.get('allow') !== null).toBe(status === 405)
    expect(response.headers.get('www-authenticate') !== null).toBe(status === 401)
    expect((await call('/v1/traces', { body: '{}' })).status).toBe(200)
  },
)

/** Sends all of a request before it reads, as simple clients do; resolves with what it then reads, until the connection is closed. */
async function sendThenRead(head: string, body: Uint8Array): Promise<string> {
  const socket = connect(Number(new URL(receiver.address).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.pause()
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.write(`POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n\r\n`)
    socket.write(body, (error) => (error == null ? resolve() : reject(error)))
  })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume()
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

test('a client that reads only after it has sent all, and wants the connection closed, gets its answer', async () => {
  await start()
  const body = zeros(3.9 * LIMIT)
  const large = await sendThenRead(`Content-Length: ${body.length}\r\nConnection: close\r\nX-API-Key: key`, body)
  expect(large).toMatch(/^HTTP\/1.1 413 [\s\S]*"message":".+"}$/)
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), zeros(65_536), Buffer.from('\r\n')])
  const chunks = Buffer.concat([...Array.from({ length: 40 }, () => chunk), Buffer.from('0\r\n\r\n')])
  for (const [key, status] of [
    ['key', 413],
    ['no', 401],
  ] as const) {
    const text = await sendThenRead(`Transfer-Encoding: chunked\r\nConnection: close\r\nX-API-Key: ${key}`, chunks)
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  }
})

test('a refused client that never comes to the end of its body is let go', async () => {
  await start({ headersTimeoutMs: 300, requestTimeoutMs: 600 })
  const body = zeros(LIMIT)
  const text = await sendThenRead(`Content-Length: ${2 * LIMIT}\r\nConnection: close\r\nX-API-Key: key`, body)
  expect(text).toMatch(/^HTTP\/1.1 413/)
  const endless = sendThenRead(`Content-Length: ${40 * LIMIT}\r\nX-API-Key: key`, zeros(40 * LIMIT))
  await expect(endless).rejects.toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) })
})

test('an endless body without a length is cut off at the limit', async () => {
  await start()
  let sent = 0
  const body = new ReadableStream({
    pull: (controller) => {
      sent += 65_536
      controller.enqueue(zeros(65_536))
    },
  })
  const outcome = await call('/v1/traces', { body, duplex: 'half' } as RequestInit).then(
    (response) => response.status,
    () => 'cut off',
  )
  expect([413, 'cut off']).toContain(outcome)
  expect(sent).toBeLessThan(64 * LIMIT)
})

test('a protobuf client gets its error in protobuf', async () => {
  await start()
  const response = await call(
    '/v1/traces',
    { body: zeros(2) },
    { 'content-type': 'application/x-protobuf', 'x-api-key': 'no' },
  )
  expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/x-protobuf'])
  const bytes = Buffer.from(await response.arrayBuffer())
  expect([bytes[0], bytes[1], bytes[2], bytes.subarray(4).toString()]).toEqual([0x08, 16, 0x12, 'Send a project key.'])
})

test('what is to be sent again says when', async () => {
  await start()
  answer = async () => {
    throw new PyflareError('log_full', 'The log is full.', { retryAfterMs: 4200 })
  }
  const full = await call('/v1/traces', { body: '{}' })
  expect([full.status, full.headers.get('retry-after')]).toEqual([429, '5'])
  answer = async () => {
    throw new PyflareError('unavailable', 'The log is closed.')
  }
  const closed = await call('/v1/traces', { body: '{}' })
  expect([closed.status, closed.headers.get('retry-after')]).toEqual([503, '1'])
  answer = async () => {
    throw new Error('SELECT secret FROM somewhere')
  }
  const broken = await call('/v1/traces', { body: '{}' })
  expect([broken.status, broken.headers.get('retry-after'), await broken.text()]).toEqual([
    500,
    null,
    expect.not.stringContaining('secret'),
  ])
})

test('requests beyond what may be in flight are asked to come back, and there is room again afterwards', async () => {
  await start({}, { maxRequests: 1, maxBytes: LIMIT })
  let finish: (outcome: Outcome) => void = () => undefined
  const isReceived = new Promise<void>((resolve) => {
    answer = () => {
      resolve()
      return new Promise((done) => {
        finish = done
      })
    }
  })
  const first = call('/v1/traces', { body: '{}' })
  await isReceived
  const second = await call('/v1/traces', { body: '{}' })
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1'])
  finish(outcomeWith())
  expect((await first).status).toBe(200)
  answer = async () => outcomeWith()
  expect((await call('/v1/traces', { body: '{}' })).status).toBe(200)
})

test('bytes in flight are bounded, also those that unfold', async () => {
  await start({}, { maxRequests: 10, maxBytes: LIMIT / 2 })
  const response = await call('/v1/traces', { body: gzipSync(zeros(LIMIT - 1)) }, { 'content-encoding': 'gzip' })
  expect(response.status).toBe(429)
  expect((await call('/v1/traces', { body: zeros(LIMIT / 4) })).status).toBe(200)
})

test('only pages that may send telemetry are told so', async () => {
  await start()
  const preflight = (origin: string) =>
    call('/v1/traces', { method: 'OPTIONS' }, { origin, 'access-control-request-method': 'POST' })
  const allowed = await preflight('https://shop.example')
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://shop.example'])
  expect(allowed.headers.get('access-control-allow-headers')).toMatch(/X-API-Key/)
  const refused = await preflight('https://evil.example')
  expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  const sent = await call('/v1/traces', { body: '{}' }, { origin: 'https://shop.example' })
  expect([sent.status, sent.headers.get('access-control-allow-origin'), sent.headers.get('vary')]).toEqual([
    200,
    'https://shop.example',
    'Origin',
  ])
  const failed = await call('/v1/traces', { body: '{}' }, { origin: 'https://shop.example', 'x-api-key': '' })
  expect([failed.status, failed.headers.get('access-control-allow-origin')]).toEqual([401, 'https://shop.example'])
})

test('a star allows every page', async () => {
  await start({ allowedOrigins: ['*'] })
  const response = await call('/v1/traces', { method: 'OPTIONS' }, { origin: 'https://any.example' })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

test('health is told to whoever asks', async () => {
  await start()
  const response = await fetch(`${receiver.address}/healthz`)
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
})

test('a client that sends its headers drop by drop is let go', async () => {
  await start({ headersTimeoutMs: 300, requestTimeoutMs: 600 })
  const socket = connect(Number(new URL(receiver.address).port), '127.0.0.1')
  socket.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\n')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  await once(socket, 'close')
  expect(text).toMatch(/^HTTP\/1.1 408/)
})

test('a body that does not come is not asked for from those who may not send it', async () => {
  await start()
  const socket = connect(Number(new URL(receiver.address).port), '127.0.0.1')
  const head =
    'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\nExpect: 100-continue\r\n'
  socket.write(`${head}\r\n`)
  const [refused] = (await once(socket, 'data')) as [Buffer]
  expect(refused.toString()).toMatch(/^HTTP\/1.1 401/)
  socket.destroy()
  const second = connect(Number(new URL(receiver.address).port), '127.0.0.1')
  second.write(`${head}X-API-Key: key\r\n\r\n`)
  const [invited] = (await once(second, 'data')) as [Buffer]
  expect(invited.toString()).toMatch(/^HTTP\/1.1 100/)
  second.write('{"a"}')
  const [accepted] = (await once(second, 'data')) as [Buffer]
  expect(accepted.toString()).toMatch(/^HTTP\/1.1 200/)
  second.destroy()
})

test('an address that another program has is named', async () => {
  await start()
  const port = Number(new URL(receiver.address).port)
  const first = receiver
  await expect(start({ port })).rejects.toMatchObject({
    code: 'environment_unfit',
    message: expect.stringContaining(`${port}`),
  })
  await receiver.stop()
  receiver = first
})
