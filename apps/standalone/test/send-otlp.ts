import { gzipSync } from 'node:zlib'
import { Client, compressionAlgorithms, credentials, Metadata } from '@grpc/grpc-js'
import type { Sample, Signal } from './otlp-samples.ts'

/** The ways in which OpenTelemetry clients send. */
export const ENCODINGS = [
  'grpc',
  'grpc gzip',
  'http/protobuf',
  'http/protobuf gzip',
  'http/json',
  'http/json gzip',
] as const
export type Encoding = (typeof ENCODINGS)[number]

export interface Destination {
  otlpHttp: string
  otlpGrpc: string
  projectKey: string
}

/** Sends one request and resolves when it was acknowledged whole; rejects with what the collector said. */
export function sendOtlp(to: Destination, encoding: Encoding, signal: Signal, sample: Sample): Promise<void> {
  const gzip = encoding.endsWith('gzip')
  if (encoding.startsWith('grpc')) return sendGrpc(to, gzip, signal, sample)
  return sendHttp(to, gzip, signal, encoding.startsWith('http/json') ? sample.json : sample.protobuf)
}

async function sendHttp(to: Destination, gzip: boolean, signal: Signal, body: string | Uint8Array): Promise<void> {
  const answer = await fetch(`${to.otlpHttp}/v1/${signal}`, {
    method: 'POST',
    headers: {
      'content-type': typeof body === 'string' ? 'application/json' : 'application/x-protobuf',
      'x-api-key': to.projectKey,
      ...(gzip && { 'content-encoding': 'gzip' }),
    },
    body: gzip ? gzipSync(body) : Buffer.from(body),
  })
  const said = Buffer.from(await answer.arrayBuffer())
  if (answer.status !== 200) throw new Error(`${answer.status}: ${said}`)
  if (said.toString() !== '' && said.toString() !== '{}') throw new Error(`Not all was kept: ${said}`)
}

const SERVICES = { traces: 'trace.v1.TraceService', metrics: 'metrics.v1.MetricsService', logs: 'logs.v1.LogsService' }

async function sendGrpc(to: Destination, gzip: boolean, signal: Signal, { protobuf }: Sample): Promise<void> {
  const algorithm = gzip ? compressionAlgorithms.gzip : compressionAlgorithms.identity
  const client = new Client(new URL(to.otlpGrpc).host, credentials.createInsecure(), {
    'grpc.default_compression_algorithm': algorithm,
  })
  const metadata = new Metadata()
  metadata.set('x-api-key', to.projectKey)
  try {
    const said = await new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(
        `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
        (request: Uint8Array) => Buffer.from(request),
        (response: Buffer) => response,
        protobuf,
        metadata,
        (error, response) => (error === null ? resolve(response ?? Buffer.alloc(0)) : reject(error)),
      )
    })
    if (said.length > 0) throw new Error('Not all was kept.')
  } finally {
    client.close()
  }
}
