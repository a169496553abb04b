import { z } from 'zod'
import { httpUrl, mib, port, secret } from './values.ts'

const localLog = z
  .strictObject({
    kind: z.literal('local'),
    dir: z.string().min(1).optional().meta({
      description: 'Folder of the segment files.',
      defaultText: '`event-log` in `data_dir`',
    }),
    segment_mib: mib(64, 4096).meta({ description: 'Size at which a new segment file begins.' }),
    retention_hours: z.number().min(0.01).max(87_600).default(72).meta({
      description: 'How long messages are kept after they were read.',
    }),
    retention_mib: z.int().min(64).default(10_240).meta({
      description: 'How much of a topic is kept after it was read.',
    }),
    max_total_mib: z.int().min(64).default(20_480).meta({
      description:
        'When the log holds this much, clients are asked to come back later instead of losing what was accepted.',
    }),
  })
  .refine(({ segment_mib, max_total_mib }) => max_total_mib >= segment_mib, {
    path: ['max_total_mib'],
    message: 'must be at least segment_mib: one segment file has to fit.',
  })

const kafkaLog = z
  .looseObject({ kind: z.literal('kafka') })
  .transform((_, context) =>
    refuse(context, 'kafka is for a later version; this one keeps its log on local disk. Remove it, or say `local`.'),
  )

export const eventLog = z
  .discriminatedUnion('kind', [localLog, kafkaLog])
  .meta({ description: 'The durable log: segment files on this machine. `kafka` is for a later version.' })

export const telemetryStore = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('embedded'),
      max_memory_mib: z.int().min(512).max(1_048_576).optional().meta({
        description: 'Memory that the embedded ClickHouse may use.',
        defaultText: 'a quarter of the machine’s, between 1 and 4 GiB',
      }),
    }),
    z.strictObject({
      kind: z.literal('clickhouse'),
      url: httpUrl().meta({ description: 'HTTP address of ClickHouse: `http://clickhouse:8123`.' }),
      user: z.string().min(1).default('default').meta({ description: 'Who signs in to ClickHouse.' }),
      password: secret().optional().meta({ description: 'Password of that user.', secret: true }),
      reader_user: z.string().min(1).optional().meta({
        description: 'Who signs in for reading alone; let it only SELECT.',
        defaultText: 'as `user`',
      }),
      reader_password: secret().optional().meta({ description: 'Password of the reading user.', secret: true }),
      database: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a plain identifier')
        .default('pyflare')
        .meta({
          description: 'Database of the tables; made when it is missing.',
        }),
    }),
  ])
  .meta({ description: 'Where telemetry is kept: a ClickHouse that PyFlare starts itself, or one by address.' })

const postgresUrl = () =>
  z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address')
    .pipe(secret())

export const controlDb = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('embedded'),
      port: port(0).meta({ description: 'Loopback port of the embedded PostgreSQL; 0 takes any free one.' }),
    }),
    z.strictObject({
      kind: z.literal('postgres'),
      url: postgresUrl().meta({
        description: 'Address of PostgreSQL: `postgres://user:password@host/db`.',
        secret: true,
      }),
    }),
  ])
  .meta({
    description:
      'Where people, projects, keys and rules are kept: a PostgreSQL that PyFlare starts itself, or one by address.',
  })

const redisQueues = z
  .looseObject({
    kind: z.literal('redis'),
    url: z
      .unknown()
      .optional()
      .meta({ description: 'Address of Redis: `redis://host:6379`.', secret: true, later: true }),
  })
  .transform((_, context) =>
    refuse(
      context,
      'redis is for a later version; this one carries jobs in PostgreSQL. Remove queues.kind and queues.url.',
    ),
  )

export const queues = z
  .discriminatedUnion('kind', [z.strictObject({ kind: z.literal('postgres') }), redisQueues])
  .meta({ description: 'What carries jobs: the control database. `redis` is for a later version.' })

/** A kind that has its name already, but nothing behind it: whatever else its section says, this is what is told. */
function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', path: ['kind'], message })
  return z.NEVER
}
