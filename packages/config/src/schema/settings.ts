import { resolve } from 'node:path'
import { z } from 'zod'
import { collector } from './collector.ts'
import { controlDb, eventLog, queues, telemetryStore } from './ports.ts'
import { redaction } from './redaction.ts'
import { httpUrl, port, secret } from './values.ts'

const server = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').meta({
    description: 'Where pages and API are served. `0.0.0.0` listens on every network.',
  }),
  port: port(8080).meta({ description: 'Port of pages and API; 0 takes any free one.' }),
  public_url: httpUrl().optional().meta({
    description: 'How browsers reach it, where a proxy stands before it.',
    defaultText: 'made of host and port',
  }),
})

const auth = z.strictObject({
  secret: secret(32).optional().meta({
    description: 'Signs sessions. The same for every process of an installation.',
    secret: true,
    defaultText: 'made once and kept in `data_dir`',
  }),
  bootstrap_owner: z.boolean().default(true).meta({
    description:
      'The first start makes the owner and a project key and prints them. `false`: the first visitor of the pages makes the owner.',
  }),
})

const limits = z.strictObject({
  max_in_flight_mib: z.int().min(1).max(65_536).default(256).meta({
    description: 'Requests in memory at once, summed; beyond that clients are asked to come back later.',
  }),
  max_attributes: z
    .int()
    .min(1)
    .max(10_000)
    .default(512)
    .meta({ description: 'Attributes kept of a span, event, link or record.' }),
  max_value_kib: z.int().min(1).max(65_536).default(1024).meta({
    description: 'Longest text kept of a value; longer ones are cut and marked.',
  }),
  max_events: z.int().min(0).max(10_000).default(256).meta({ description: 'Events kept of a span.' }),
  max_links: z.int().min(0).max(10_000).default(256).meta({ description: 'Links kept of a span.' }),
})

const ingest = z.strictObject({
  keyless: z.enum(['loopback', 'never']).optional().meta({
    description:
      'Whether programs on this machine may send telemetry without a project key. It goes to the first project.',
    defaultText: '`loopback` with the embedded control database, else `never`',
  }),
  limits: limits.prefault({}),
})

const enrich = z.strictObject({
  environment: z.string().optional().meta({
    description: 'Deployment environment of telemetry that names none.',
    defaultText: 'none',
  }),
  host_name: z.boolean().default(false).meta({ description: 'Adds the collector’s host as `pyflare.collector.host`.' }),
})

const days = (fallback: number) => z.int().min(1).max(3650).default(fallback)

const retention = z.strictObject({
  traces_days: days(30).meta({ description: 'How long new projects keep traces. Each project can change it.' }),
  metrics_days: days(90).meta({ description: 'How long new projects keep metrics.' }),
  logs_days: days(30).meta({ description: 'How long new projects keep logs.' }),
})

const log = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').meta({ description: 'What is logged.' }),
  format: z.enum(['auto', 'pretty', 'json']).default('auto').meta({
    description: 'Lines for people or for programs. `auto`: for people at a terminal.',
  }),
})

/** The one schema. Keys are as in the file; each leaf says what it means, for messages and for docs/configuration.md. */
export const settings = z.strictObject({
  data_dir: z
    .string()
    .min(1)
    .transform((dir) => resolve(dir))
    .prefault('.pyflare')
    .meta({ description: 'Folder of all that the embedded deployment keeps.' }),
  server: server.prefault({}),
  collector: collector.prefault({}),
  ingest: ingest.prefault({}),
  redaction: redaction.prefault({}),
  enrich: enrich.prefault({}),
  retention: retention.prefault({}),
  auth: auth.prefault({}),
  event_log: eventLog.prefault({ kind: 'local' }),
  telemetry_store: telemetryStore.prefault({ kind: 'embedded' }),
  control_db: controlDb.prefault({ kind: 'embedded' }),
  queues: queues.prefault({ kind: 'postgres' }),
  log: log.prefault({}),
})

export type Settings = z.output<typeof settings>
