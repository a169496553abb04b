import { z } from 'zod'

const time = z.string().meta({ format: 'date-time' })
const count = z.int().nonnegative()

const totals = {
  accepted: count.describe('Durable before their client was answered, those that came late or were mended among them.'),
  late: count.describe('Of those accepted, as many as came more than five minutes after they were over.'),
  repaired: count.describe('Of those accepted, as many as were mended; once for each way of mending.'),
  sampled_out: count.describe("Left out by the collector's own rules of sampling."),
  rejected: count.describe('Not kept; their client was told so, and why, by `partial_success`.'),
  stored: count.describe('Of those accepted, as many as are in the store, as far as it was counted.'),
  requests: count.describe('Requests of which something was accepted.'),
  refused_requests: count.describe('Requests that were answered with an error. What was in them was not looked at.'),
  repeated_requests: count.describe('Requests that a client sent again though they had been accepted.'),
  received_bytes: count.describe('Of the bodies of requests that were worked on, decompressed.'),
  visible_after_ms: z
    .object({ median: z.number(), p99: z.number() })
    .nullable()
    .describe('From the acknowledgement to the store, to two digits; null where nothing was stored.'),
}

const sourceSchema = z
  .object({
    key_id: z.string().describe("'' for what came without a key."),
    key_name: z.string().nullable().describe('null where the key is not there any more, or there was none.'),
    key_prefix: z.string().nullable(),
    clients: z.array(z.string()).describe('As they name themselves in User-Agent; up to eight.'),
    last_at: time
      .nullable()
      .describe('When something came last; of keys that are silent in the range too, up to 30 days ago.'),
    ...totals,
  })
  .meta({ id: 'IngestionSource' })

const reasonSchema = z
  .object({
    outcome: z.enum(['rejected', 'refused', 'repaired']),
    reason: z.string(),
    key_id: z.string(),
    items: count,
    requests: count,
    last_at: time,
    sample: z.string().describe("One of the items as JSON, by its name and ids; '' where nothing is known of one."),
  })
  .meta({ id: 'IngestionReason' })

export const ingestionSchema = z
  .object({
    signal: z.enum(['traces', 'metrics', 'logs']),
    bucket_seconds: z.int().positive(),
    ...totals,
    set_aside: count.describe('Records of any signal that could not be stored, and wait as dead letters.'),
    behind: z
      .object({ messages: count, age_ms: z.number() })
      .nullable()
      .describe('What is accepted and not stored yet, now; null where this server does not know.'),
    buckets: z.array(z.object({ time, accepted: count, rejected: count, sampled_out: count })),
    sources: z.array(sourceSchema).describe('By key, those that sent most first.'),
    reasons: z.array(reasonSchema).describe('Why something was not kept, or not as it came; by key.'),
  })
  .meta({ id: 'Ingestion' })

export type Ingestion = z.infer<typeof ingestionSchema>
