import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import { credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js'
import { loadConfig } from '@pyflare/config'
import { TOPICS } from '@pyflare/domain'
import type { StoredMessage } from '@pyflare/event-log'
import { createLogger } from '@pyflare/observe'
import {
  EvaluationBatchSchema,
  IntakeBatchSchema,
  LogBatchSchema,
  MetricBatchSchema,
  TraceBatchSchema,
} from '@pyflare/proto'
import { openRuntime, type Runtime } from '@pyflare/runtime'
import { type CollectorService, createCollectorService } from './service.ts'

const BATCHES = {
  traces: TraceBatchSchema,
  metrics: MetricBatchSchema,
  logs: LogBatchSchema,
  evaluations: EvaluationBatchSchema,
  intake: IntakeBatchSchema,
} as const
type Topic = keyof typeof TOPICS

const SERVICES = { traces: 'trace.v1.TraceService', metrics: 'metrics.v1.MetricsService', logs: 'logs.v1.LogsService' }
type Signal = keyof typeof SERVICES

/** A receiving collector for tests: its real log, its real keys, its real wires, on free ports and in a folder of its own. */
export class Receiving {
  static async start(flags: Record<string, unknown> = {}): Promise<Receiving> {
    const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-receive-'))
    const config = loadConfig({
      env: {},
      flags: {
        data_dir: dataDir,
        'collector.otlp.grpc.endpoint': '127.0.0.1:0',
        'collector.otlp.http.endpoint': '127.0.0.1:0',
        ...flags,
      },
    })
    const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
    const runtime = await openRuntime(config, { logger, needs: ['eventLog', 'access'] })
    const { project } = await runtime.access.people.createOwner({
      email: 'owner@pyflare.example',
      password: 'a long enough password',
      name: 'Owner',
    })
    const { secret } = await runtime.access.keys.create({
      projectId: project.projectId,
      name: 'test',
      scopes: ['ingest'],
    })
    const service = createCollectorService(runtime, { receive: true, write: false })
    await service.start()
    return new Receiving(dataDir, runtime, service, project.projectId, secret)
  }

  private constructor(
    private readonly dataDir: string,
    readonly runtime: Runtime,
    readonly service: CollectorService,
    readonly projectId: string,
    readonly key: string,
  ) {}

  async stop(): Promise<void> {
    await this.service.stop()
    await this.runtime.close()
    await rm(this.dataDir, { recursive: true })
  }

  post(path: string, body: BodyInit | undefined, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.service.otlpHttpUrl}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-api-key': this.key, ...headers },
    })
  }

  postJson(signal: Signal, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.post(`/v1/${signal}`, JSON.stringify(body), headers)
  }

  /** Resolves with the response's bytes; rejects with grpc-js' own error. */
  export(signal: Signal, body: Uint8Array, { headers, encoding = 'identity' }: GrpcCallOptions = {}): Promise<Buffer> {
    const asBytes = (bytes: Buffer) => bytes
    const method = {
      path: `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asBytes,
      requestDeserialize: asBytes,
      responseSerialize: asBytes,
      responseDeserialize: asBytes,
    }
    const Client = makeClientConstructor({ export: method }, 'Otlp')
    const client = new Client(this.service.otlpGrpcUrl.replace('http://', ''), credentials.createInsecure(), {
      'grpc.default_compression_algorithm': encoding === 'gzip' ? 2 : 0,
      'grpc.max_send_message_length': -1,
    })
    const metadata = Metadata.fromHttp2Headers({ 'x-api-key': this.key, ...headers })
    return new Promise<Buffer>((resolve, reject) => {
      const call = client.export as unknown as GrpcMethod
      call.call(client, Buffer.from(body), metadata, (error, response) => {
        client.close()
        if (error === null) resolve(response)
        else reject(error)
      })
    })
  }

  /** Every message that a topic holds. */
  async messages(signal: Topic): Promise<StoredMessage[]> {
    const topic = TOPICS[signal]
    const { eventLog } = this.runtime
    const group = `test-${crypto.randomUUID()}`
    const positions = await eventLog.positions(topic, group)
    const expected = positions.reduce((sum, { oldestOffset, endOffset }) => sum + Number(endOffset - oldestOffset), 0)
    const messages: StoredMessage[] = []
    if (expected === 0) return messages
    await new Promise<void>((resolve, reject) => {
      const options = { topic, group, maxBatchBytes: 1 << 24, maxWaitMs: 0 }
      const subscription = eventLog.subscribe(options, async (batch) => {
        messages.push(...batch.messages)
        if (messages.length >= expected)
          setImmediate(() => subscription.then((each) => each.stop()).then(resolve, reject))
      })
      subscription.catch(reject)
    })
    return messages
  }

  async records<S extends Topic>(signal: S): Promise<MessageShape<(typeof BATCHES)[S]>['records']> {
    const schema: DescMessage = BATCHES[signal]
    const messages = await this.messages(signal)
    return messages.flatMap(
      ({ value }) => (fromBinary(schema, value) as unknown as { records: never[] }).records,
    ) as never
  }
}

export interface GrpcCallOptions {
  headers?: Record<string, string>
  encoding?: 'identity' | 'gzip'
}

type GrpcMethod = (
  body: Buffer,
  metadata: Metadata,
  callback: (error: ServiceError | null, response: Buffer) => void,
) => void
