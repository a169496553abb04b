import { type SamplingRule, TOPICS } from '@pyflare/domain'
import { z } from 'zod'
import { endpoint, mib, rate, webOrigin } from './values.ts'

const topic = (name: string, holds: string) =>
  z
    .string()
    .min(1)
    .default(name)
    .meta({ description: `Topic of ${holds} in Kafka. The log on local disk always calls it \`${name}\`.` })

const topics = z
  .strictObject({
    traces: topic(TOPICS.traces, 'spans'),
    metrics: topic(TOPICS.metrics, 'metric points'),
    logs: topic(TOPICS.logs, 'log records'),
    evaluations: topic(TOPICS.evaluations, 'evaluations'),
    intake: topic(TOPICS.intake, 'counts of what came and what became of it'),
  })
  .prefault({})

/** How to speak to Kafka. It does not choose Kafka: `event_log.kind` does. */
const kafka = z.strictObject({
  brokers: z.array(z.string().min(1)).min(1).meta({ description: 'Addresses of Kafka brokers, `host:port`.' }),
  topics,
  producer: z
    .strictObject({
      compression: z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd']).default('lz4').meta({
        description: 'How messages are compressed.',
      }),
      batch_size: z.int().min(1).default(16_384).meta({ description: 'Bytes of a batch to a partition.' }),
      linger_ms: z.int().min(0).max(10_000).default(5).meta({ description: 'How long a batch waits for more.' }),
      acks: z
        .enum(['all', 'leader', 'none'])
        .default('all')
        .meta({ description: 'Which replicas must have a message before it is acknowledged to the client.' }),
    })
    .prefault({}),
})

const samplingRule = z
  .strictObject({
    service: z.string().min(1).optional(),
    attribute: z.strictObject({ key: z.string().min(1), value: z.string() }).optional(),
    rate: rate(),
  })
  .refine(
    ({ service, attribute }) => (service ?? attribute) !== undefined,
    'matches every span, and hides the rules below it. Give it `service` or `attribute`; a rate for all the rest is collector.sampling.default_rate.',
  )

const sampling = z.strictObject({
  default_rate: rate().default(1).meta({ description: 'Share of traces that are kept where no rule matches.' }),
  rules: z
    .array(samplingRule satisfies z.ZodType<SamplingRule>)
    .default([])
    .meta({
      description:
        'Rules, the first that matches a span gives its rate: `service`, `attribute: {key, value}` (at least one of them; all that are named must match) and `rate`. Spans of a trace in one request take the highest of their rates; across requests a trace may be kept in part.',
    }),
})

const grpc = z.strictObject({
  endpoint: endpoint('127.0.0.1:4317').meta({
    description:
      'Where OTLP over gRPC is received. `0.0.0.0:4317` listens on every network; port 0 takes any free one.',
  }),
  max_recv_msg_size_mib: mib(16, 256).meta({ description: 'Largest request, decompressed.' }),
  max_concurrent_streams: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .meta({ description: 'Requests at once, by connection.' }),
})

const http = z.strictObject({
  endpoint: endpoint('127.0.0.1:4318').meta({
    description: 'Where OTLP over HTTP is received (protobuf and JSON, on one port).',
  }),
  max_request_body_mib: mib(16, 256).meta({ description: 'Largest request, decompressed.' }),
  cors: z
    .strictObject({
      allowed_origins: z.array(webOrigin()).default([]).meta({
        description: 'Web origins whose pages may send telemetry: `https://shop.example`, or `*` for all.',
      }),
    })
    .prefault({}),
})

const batcher = z.strictObject({
  max_batch_size: z.int().min(1).max(100_000).default(1000).meta({
    description: 'Records in one message of the log, at most; one message also ends at a megabyte.',
  }),
  timeout_ms: z.int().min(0).max(10_000).default(100).meta({
    description:
      'Accepted, and without effect: no request waits for others. Those that come while the log is writing share its next write, so batches grow by themselves under load.',
  }),
  max_queue_size: z.int().min(1).max(10_000_000).default(10_000).meta({
    description:
      'Spans, data points and log records that may wait until the log has made them durable; beyond that clients are asked to come back later. A larger request is still accepted where nothing else waits.',
  }),
})

/** `collector.yaml` of the specification (3.1.3), by its names. */
export const collector = z.strictObject({
  otlp: z.strictObject({ grpc: grpc.prefault({}), http: http.prefault({}) }).prefault({}),
  batcher: batcher.prefault({}),
  sampling: sampling.prefault({}),
  kafka: kafka.meta({ later: true }).optional(),
})
