import { hostname } from 'node:os'
import { compilePattern } from '@pyflare/config'
import { createRedactor, TOPICS } from '@pyflare/domain'
import { PyflareError, type Service, startAll, stopAll } from '@pyflare/observe'
import type { Runtime } from '@pyflare/runtime'
import { createIngest } from './ingest.ts'
import { RequestCounter } from './intake/count-requests.ts'
import { IntakeCounts } from './intake/intake-counts.ts'
import { createReportIntake } from './intake/report-intake.ts'
import { keylessProject } from './keyless-project.ts'
import { createCut } from './pipeline/cut.ts'
import { createEnrich } from './pipeline/enrich.ts'
import { createLimit } from './pipeline/limit.ts'
import { createNormalize } from './pipeline/normalize.ts'
import { createPipeline, type Pipeline } from './pipeline/pipeline.ts'
import { createRedact } from './pipeline/redact.ts'
import { createSample, keepsAll } from './pipeline/sample.ts'
import { createPublisher, type Publisher } from './publish/publish.ts'
import { Admission } from './receive/admission.ts'
import { createAuthenticate } from './receive/authenticate.ts'
import { createGrpcReceiver } from './receive/grpc-receiver.ts'
import { createHttpReceiver } from './receive/http-receiver.ts'
import { createReceive } from './receive/receive-request.ts'
import type { Receiver, Receiving } from './receive/receiver.ts'
import { RecentRequests } from './receive/recognize-repeats.ts'
import { createRecordSpans, type RecordSpans } from './spans/record-spans.ts'
import type { WriteLag } from './write/write-lag.ts'
import { createWriteRole, WRITE_DEFAULTS } from './write/write-role.ts'

/** Which halves of the collector a process runs. */
export interface CollectorRoles {
  /** OTLP in, the log out. */
  receive: boolean
  /** The log in, the store out. */
  write: boolean
}

export interface CollectorService extends Service {
  /** For clients, once started: `http://127.0.0.1:4318`. '' where this process does not receive. */
  readonly otlpHttpUrl: string
  readonly otlpGrpcUrl: string
  /** How far the store is behind the log. Rejects with `unavailable` where this process does not write. */
  writeLag(): Promise<WriteLag>
}

type CollectorRuntime = Pick<Runtime, 'config' | 'logger' | 'secrets' | 'eventLog' | 'telemetry' | 'access'>

const MIB = 1_048_576
const MAX_REQUESTS = 1000
const MAX_CONNECTIONS = 2000
const HEADERS_TIMEOUT_MS = 10_000
/** From a request's first byte to its last one. */
const REQUEST_TIMEOUT_MS = 30_000
/** Of the work between the last byte of a request and its answer. */
const DEADLINE_MS = 10_000
/** How old counts on pages may be. */
const REPORT_EVERY_MS = 5_000
const REPEATS = { windowMs: 60_000, maxRemembered: 20_000 }

/** The collector: receives OTLP, shapes it, keeps it in the log, and writes what the log holds into the store. */
export function createCollectorService(
  runtime: CollectorRuntime,
  roles: CollectorRoles = { receive: true, write: true },
): CollectorService {
  const counts = new IntakeCounts()
  const writer = roles.write ? createWriteRole(runtime, { ...WRITE_DEFAULTS, counts }) : undefined
  const receivers = roles.receive ? createReceivers(runtime, counts) : undefined
  const { eventLog, logger } = runtime
  const reports = createReportIntake({
    counts,
    eventLog,
    topic: TOPICS.intake,
    logger,
    everyMs: REPORT_EVERY_MS,
    now: Date.now,
  })
  // What writes starts first and stops last: what is accepted until the end is on its way.
  const services: Service[] = [writer, reports, receivers?.grpc, receivers?.http].filter(
    (service) => service !== undefined,
  )
  return {
    name: 'collector',
    start: () => startAll(services),
    stop: () => stopAll(services),
    get otlpHttpUrl() {
      return receivers?.http.address ?? ''
    },
    get otlpGrpcUrl() {
      return receivers?.grpc.address ?? ''
    },
    writeLag: async () => {
      if (writer === undefined)
        throw new PyflareError('unavailable', 'This collector only receives: ask one that writes.')
      return writer.writeLag()
    },
  }
}

function createReceivers(runtime: CollectorRuntime, counts: IntakeCounts): { grpc: Receiver; http: Receiver } {
  const { config, logger, eventLog, access } = runtime
  const { grpc, http } = config.collector.otlp
  const { maxBatchSize, maxQueueSize } = config.collector.batcher
  const publisher = createPublisher({ eventLog, topics: TOPICS, maxBatchSize, maxQueueSize })
  const stages = createStages(runtime)
  const ingest = createIngest(stages, publisher, recordSpansOf(config, stages, publisher))
  const counter = new RequestCounter(counts)
  const recent = new RecentRequests({ ...REPEATS, now: () => performance.now() })
  const receiving: Receiving = {
    authenticate: createAuthenticate({
      keys: access.keys,
      keylessProjectId: keylessProject(config.ingest.keyless, access.projects, Date.now),
    }),
    admission: new Admission({ maxRequests: MAX_REQUESTS, maxBytes: config.ingest.limits.maxInFlightMib * MIB }),
    receive: createReceive({ ingest, counter, recent, deadlineMs: DEADLINE_MS, now: Date.now }),
    counter,
    logger,
  }
  return {
    grpc: createGrpcReceiver(
      {
        host: grpc.endpoint.host,
        port: grpc.endpoint.port,
        maxMessageBytes: grpc.maxRecvMsgSizeMib * MIB,
        maxConcurrentStreams: grpc.maxConcurrentStreams,
        maxConnections: MAX_CONNECTIONS,
        callDeadlineMs: REQUEST_TIMEOUT_MS + DEADLINE_MS,
      },
      receiving,
    ),
    http: createHttpReceiver(
      {
        host: http.endpoint.host,
        port: http.endpoint.port,
        maxBodyBytes: http.maxRequestBodyMib * MIB,
        allowedOrigins: http.cors.allowedOrigins,
        maxConnections: MAX_CONNECTIONS,
        headersTimeoutMs: HEADERS_TIMEOUT_MS,
        requestTimeoutMs: REQUEST_TIMEOUT_MS,
      },
      receiving,
    ),
  }
}

/** Plans know nothing of redaction and of sampling: where there is some, every span goes through the stages. */
function recordSpansOf(
  { ingest, redaction, collector }: CollectorRuntime['config'],
  stages: Pipeline,
  publisher: Publisher,
): RecordSpans {
  const { maxAttributes, maxValueKib } = ingest.limits
  const isPlain = redaction.rules.length === 0 && keepsAll(collector.sampling)
  return createRecordSpans({
    shape: stages.spans,
    publish: publisher.spans,
    planned: isPlain ? { maxBytes: maxValueKib * 1024, maxAttributes } : undefined,
  })
}

/** What happens to telemetry between its arrival and the log, in this order. */
function createStages({ config, secrets }: Pick<CollectorRuntime, 'config' | 'secrets'>): Pipeline {
  const { maxAttributes, maxValueKib, maxEvents, maxLinks } = config.ingest.limits
  const maxValueLength = maxValueKib * 1024
  const hashKey = secrets.redaction.reveal()
  return createPipeline({
    limit: createLimit({ maxAttributes, maxValueLength, maxEvents, maxLinks }),
    normalize: createNormalize(),
    redact: createRedact(createRedactor(config.redaction.rules, { hashKey, compile: compilePattern })),
    sample: createSample(config.collector.sampling),
    enrich: createEnrich({
      environment: config.enrich.environment ?? '',
      hostName: config.enrich.hostName ? hostname() : '',
    }),
    cut: createCut(maxValueLength),
  })
}
