import { once } from 'node:events'
import { connect } from 'node:net'
import { credentials, Metadata, makeClientConstructor, type ServiceError, status } from '@grpc/grpc-js'
import { createLogger, PyflareError } from '@pyflare/observe'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RequestCounter } from '../intake/count-requests.ts'
import { IntakeCounts } from '../intake/intake-counts.ts'
import { Admission } from './admission.ts'
import { createGrpcReceiver, type GrpcReceiverOptions } from './grpc-receiver.ts'
import { outcomeWith } from './outcome.fixture.ts'
import type { EncodedRequest } from './receive-request.ts'
import type { Outcome } from './received.ts'
import type { Receiver } from './receiver.ts'

const LIMIT = 1_048_576
const GZIP = 2
const received: EncodedRequest[] = []
const counts = new IntakeCounts()
let answer: () => Promise<Outcome>
let receiver: Receiver

async function start(options: Partial<GrpcReceiverOptions> = {}, maxRequests = 100, maxBytes = 8 * LIMIT) {
  receiver = createGrpcReceiver(
    {
      host: '127.0.0.1',
      port: 0,
      maxMessageBytes: LIMIT,
      maxConcurrentStreams: 100,
      maxConnections: 100,
      callDeadlineMs: 20_000,
      ...options,
    },
    {
      authenticate: async ({ apiKey, authorization }) => {
        if (apiKey === 'key' || authorization === 'Bearer key') return { projectId: 'project', keyId: 'key-1' }
        throw new PyflareError('unauthenticated', 'Send a project key: ünï.')
      },
      admission: new Admission({ maxRequests, maxBytes }),
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

type Method = (
  body: Buffer,
  metadata: Metadata,
  options: object,
  callback: (error: ServiceError | null, response: Buffer) => void,
) => void

interface Call {
  service?: string
  headers?: Record<string, string>
  compression?: number
  timeoutMs?: number
}

function call(
  body: Uint8Array,
  {
    service = 'trace.v1.TraceService',
    headers = { 'x-api-key': 'key' },
    compression = 0,
    timeoutMs = 30_000,
  }: Call = {},
) {
  const asBytes = (bytes: Buffer) => bytes
  const method = {
    path: `/opentelemetry.proto.collector.${service}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asBytes,
    requestDeserialize: asBytes,
    responseSerialize: asBytes,
    responseDeserialize: asBytes,
  }
  const Client = makeClientConstructor({ export: method }, 'Otlp')
  const client = new Client(receiver.address.replace('http://', ''), credentials.createInsecure(), {
    'grpc.default_compression_algorithm': compression,
    'grpc.max_send_message_length': -1,
    'grpc.enable_retries': 0,
  })
  return new Promise<Buffer>((resolve, reject) => {
    const run = client.export as unknown as Method
    run.call(
      client,
      Buffer.from(body),
      Metadata.fromHttp2Headers(headers),
      { deadline: Date.now() + timeoutMs },
      (error, response) => {
        client.close()
        if (error === null) resolve(response)
        else reject(error)
      },
    )
  })
}

test('each service hands on the bytes as they came, also compressed', async () => {
  await start()
  await call(Buffer.from('one'))
  await call(Buffer.from('two'), { service: 'metrics.v1.MetricsService', compression: GZIP })
  await call(Buffer.from('three'), { service: 'logs.v1.LogsService', headers: { authorization: 'Bearer key' } })
  expect(received.map(({ signal, sender, body }) => [signal, sender.projectId, Buffer.from(body).toString()])).toEqual([
    ['traces', 'project', 'one'],
    ['metrics', 'project', 'two'],
    ['logs', 'project', 'three'],
  ])
})

test('calls take room before their bodies are there, and give it back', async () => {
  await start({}, 100, LIMIT / 8)
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  answer = async () => {
    await finished
    return outcomeWith()
  }
  const running = [call(Buffer.from('one')), call(Buffer.from('two'))]
  await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: 20_000 })
  await expect(call(Buffer.from('three'))).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED })
  finish()
  await Promise.all(running)
  await call(Buffer.from('four'))
})

test('partial success is told in the response', async () => {
  await start()
  answer = async () => outcomeWith({ rejected: 2, message: 'why' })
  expect((await call(Buffer.from(''))).toString('hex')).toBe('0a0708021203776879')
})

test('who may not send is told so before the body is read', async () => {
  await start()
  await expect(call(Buffer.alloc(LIMIT), { headers: {} })).rejects.toMatchObject({ code: status.UNAUTHENTICATED })
  expect(received).toHaveLength(0)
})

test('large messages and bombs are refused', async () => {
  await start()
  await expect(call(Buffer.alloc(LIMIT + 1))).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED })
  await expect(call(Buffer.alloc(64 * LIMIT), { compression: GZIP })).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
  })
  expect(received).toHaveLength(0)
  await call(Buffer.from('still here'))
})

test('what is to be sent again says when, in RetryInfo', async () => {
  await start()
  answer = async () => {
    throw new PyflareError('log_full', 'The log is full.', { retryAfterMs: 1500 })
  }
  const error = (await call(Buffer.from('')).catch((caught: unknown) => caught)) as ServiceError
  expect([error.code, error.details]).toEqual([status.RESOURCE_EXHAUSTED, 'The log is full.'])
  const details = error.metadata.get('grpc-status-details-bin')[0] as Buffer
  expect(details.toString('latin1')).toContain('type.googleapis.com/google.rpc.RetryInfo')
  // Duration { seconds: 1, nanos: 500000000 }
  expect(details.toString('hex')).toContain('08011080cab5ee01')
})

test('bad requests and defects have their own statuses', async () => {
  await start()
  answer = async () => {
    throw new PyflareError('invalid_argument', 'broken \ud800 text')
  }
  await expect(call(Buffer.from(''))).rejects.toMatchObject({ code: status.INVALID_ARGUMENT })
  answer = async () => {
    throw new Error('secret')
  }
  await expect(call(Buffer.from(''))).rejects.toMatchObject({
    code: status.INTERNAL,
    details: expect.not.stringContaining('secret'),
  })
  await expect(call(Buffer.from(''), { service: 'profiles.v1.ProfilesService' })).rejects.toMatchObject({
    code: status.UNIMPLEMENTED,
  })
})

test('a call that takes too long is ended, and its place is free again', async () => {
  await start({ callDeadlineMs: 100 }, 1)
  answer = () => new Promise(() => undefined)
  await expect(call(Buffer.from(''))).rejects.toMatchObject({ code: status.UNAVAILABLE })
  answer = async () => outcomeWith()
  await call(Buffer.from(''))
})

test('a client that gives up frees its place', async () => {
  await start({}, 1)
  answer = () => new Promise(() => undefined)
  await expect(call(Buffer.from(''), { timeoutMs: 200 })).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED })
  answer = async () => outcomeWith()
  await expect
    .poll(() =>
      call(Buffer.from('')).then(
        () => 'answered',
        () => 'refused',
      ),
    )
    .toBe('answered')
})

test('more connections than may be are not kept', async () => {
  await start({ maxConnections: 1 })
  const port = Number(new URL(receiver.address).port)
  const first = connect(port, '127.0.0.1')
  await once(first, 'connect')
  const second = connect(port, '127.0.0.1')
  second.on('error', () => undefined)
  await once(second, 'close')
  first.destroy()
})

test('stopping waits for what runs', async () => {
  await start()
  let finish: (outcome: Outcome) => void = () => undefined
  const isReceived = new Promise<void>((resolve) => {
    answer = () => {
      resolve()
      return new Promise((done) => {
        finish = done
      })
    }
  })
  const running = call(Buffer.from(''))
  await isReceived
  const stopped = receiver.stop()
  finish(outcomeWith())
  await running
  await stopped
})
