import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { PyflareError } from '@pyflare/observe'
import { afterAll, describe, expect, test } from 'vitest'
import { inspectConfig, loadConfig } from './load-config.ts'
import { printConfig } from './print.ts'

const dir = mkdtempSync(join(tmpdir(), 'pyflare-config-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
let files = 0
function fileOf(text: string): string {
  const file = join(dir, `config-${files++}.yaml`)
  writeFileSync(file, text)
  return file
}
const load = (text: string, env = {}) => loadConfig({ file: fileOf(text), env })
function problem(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(PyflareError)
    expect((error as PyflareError).code).toBe('config_invalid')
    return (error as Error).message.replaceAll(dir, '')
  }
  throw new Error('The configuration was taken.')
}

const SPECIFICATION = `
collector:
  otlp:
    grpc:
      endpoint: "0.0.0.0:4317"
      max_recv_msg_size_mib: 16
      max_concurrent_streams: 100
    http:
      endpoint: "0.0.0.0:4318"
      cors:
        allowed_origins: ["*"]
  batcher:
    max_batch_size: 1000
    timeout_ms: 100
    max_queue_size: 10000
  sampling:
    default_rate: 1.0  # 100% sampling by default
    rules:
      - service: "high-volume-service"
        rate: 0.1  # 10% sampling
      - attribute:
          key: "priority"
          value: "high"
        rate: 1.0
  kafka:
    brokers: ["kafka-1:9092", "kafka-2:9092", "kafka-3:9092"]
    topics:
      traces: "pyflare.traces"
      metrics: "pyflare.metrics"
      logs: "pyflare.logs"
    producer:
      compression: "lz4"
      batch_size: 16384
      linger_ms: 5
      acks: "all"
`

describe('sources', () => {
  test('nothing has to be set', () => {
    const config = loadConfig({ env: {} })
    expect(config.dataDir).toBe(resolve('.pyflare'))
    expect(config.server).toEqual({ host: '127.0.0.1', port: 8080, publicUrl: undefined })
    expect(String(config.collector.otlp.grpc.endpoint)).toBe('127.0.0.1:4317')
    expect(config.eventLog.kind).toBe('local')
    expect(config.telemetryStore.kind).toBe('embedded')
    expect(config.ingest.keyless).toBe('loopback')
  })

  test("the specification's collector.yaml is taken as it is, and says what its kafka block does not do", () => {
    const { config, warnings } = inspectConfig({ file: fileOf(SPECIFICATION), env: {} })
    const { collector, eventLog } = config
    expect(collector.otlp.grpc.endpoint).toMatchObject({ host: '0.0.0.0', port: 4317 })
    expect(collector.otlp.http.cors.allowedOrigins).toEqual(['*'])
    expect(collector.sampling).toEqual({
      defaultRate: 1,
      rules: [
        { service: 'high-volume-service', rate: 0.1 },
        { attribute: { key: 'priority', value: 'high' }, rate: 1 },
      ],
    })
    expect(eventLog.kind).toBe('local')
    expect(collector).not.toHaveProperty('kafka')
    expect(warnings).toEqual([
      expect.stringMatching(/yaml:\d+:3 collector\.kafka is read, but this version keeps its log on local disk; /),
    ])
  })

  test('the environment goes over the file, flags over both', () => {
    const file = fileOf('server: { host: a.example, port: 1, public_url: "https://a.example" }')
    const { server } = loadConfig({
      file,
      env: { PYFLARE_SERVER_PORT: '2', PYFLARE_SERVER_HOST: 'b.example' },
      flags: { 'server.port': 3, 'server.host': undefined },
    })
    expect(server).toEqual({ host: 'b.example', port: 3, publicUrl: 'https://a.example' })
  })

  test('PYFLARE_CONFIG names the file', () => {
    expect(loadConfig({ env: { PYFLARE_CONFIG: fileOf('server: { port: 7 }') } }).server.port).toBe(7)
  })

  test('variables hold numbers, booleans, lists, rules and files of secrets', () => {
    const config = loadConfig({
      env: {
        PYFLARE_AUTH_BOOTSTRAP_OWNER: 'false',
        PYFLARE_COLLECTOR_OTLP_HTTP_CORS_ALLOWED_ORIGINS: 'https://a.example, https://b.example',
        PYFLARE_COLLECTOR_SAMPLING_RULES: '[{"service":"x","rate":0.5}]',
        PYFLARE_AUTH_SECRET_FILE: fileOf('from a file, at least 32 characters\n'),
      },
    })
    expect(config.auth.bootstrapOwner).toBe(false)
    expect(config.collector.otlp.http.cors.allowedOrigins).toEqual(['https://a.example', 'https://b.example'])
    expect(config.collector.sampling.rules).toEqual([{ service: 'x', rate: 0.5 }])
    expect(config.auth.secret?.reveal()).toBe('from a file, at least 32 characters')
  })

  test('an address alone says the kind of a port', () => {
    const config = loadConfig({
      env: { PYFLARE_TELEMETRY_STORE_URL: 'http://ch:8123', PYFLARE_CONTROL_DB_URL: 'postgres://u:p@db/pyflare' },
    })
    expect(config.telemetryStore).toMatchObject({ kind: 'clickhouse', url: 'http://ch:8123', database: 'pyflare' })
    expect(config.controlDb.kind).toBe('postgres')
    expect(config.ingest.keyless).toBe('never')
  })

  test('who signs in at an address is a user and a secret, not a part of the address', () => {
    const { telemetryStore } = load('telemetry_store: { url: "http://ann:hunter2@ch:8123" }')
    expect(telemetryStore).toMatchObject({ url: 'http://ch:8123/', user: 'ann' })
    expect(telemetryStore.kind === 'clickhouse' && telemetryStore.password?.reveal()).toBe('hunter2')
  })

  test('sections without content mean their defaults', () => {
    expect(load('server:\ncollector:\n  otlp:\n').server.port).toBe(8080)
    expect(load('').server.port).toBe(8080)
  })

  test.each([
    ['PYFLARE_SERVER_PROT', 'Did you mean PYFLARE_SERVER_PORT?'],
    ['PYFLARE_PORT', 'The nearest is PYFLARE_SERVER_PORT.'],
    ['PYFLARE_DB_URL', 'The nearest is PYFLARE_CONTROL_DB_URL.'],
    ['PYFLARE_SERVER_PORT_FILE', 'The nearest is PYFLARE_SERVER_PORT.'],
    ['PYFLARE_NONSENSE', 'The nearest is PYFLARE_'],
  ])('%s is named, for nothing reads it', (name, hint) => {
    expect(inspectConfig({ env: { [name]: '1' } }).warnings).toEqual([
      expect.stringContaining(`${name} is no setting, and nothing reads it. ${hint}`),
    ])
  })

  test('variables that others read, or that Kubernetes sets for a service, are left alone', () => {
    const env = {
      PYFLARE_API_KEY: 'x',
      PYFLARE_CHROMIUM: 'y',
      PYFLARE_AUTH_SECRET_FILE: fileOf('x'.repeat(32)),
      PYFLARE_SERVICE_HOST: '10.0.0.1',
      PYFLARE_SERVICE_PORT_HTTP: '80',
      PYFLARE_PORT_8080_TCP_ADDR: '10.0.0.1',
      PYFLARE_PORT_8080_TCP: 'tcp://10.0.0.1:8080',
    }
    expect(inspectConfig({ env }).warnings).toEqual([])
  })
})

describe('problems', () => {
  test.each([
    ['a misspelt name', 'server:\n  prot: 1', 'server.prot: is no setting. Did you mean `port`?', ':2:3'],
    ['a foreign name', 'nonsense: 1', 'nonsense: is no setting. Known here: data_dir, server', ':1:1'],
    ['a wrong type', 'server:\n  port: high', 'server.port: must be a number, not "high".', ':2:3'],
    ['a number out of range', 'server: { port: 70000 }', 'server.port: must be at most 65535, not 70000.', ':1:11'],
    ['a wrong choice', 'log: { level: loud }', 'must be one of debug, info, warn, error, silent, not "loud"', ':1:8'],
    ['a wrong endpoint', 'collector: { otlp: { grpc: { endpoint: x } } }', 'must be host:port', ':1:30'],
    ['a wrong kind', 'queues: { kind: rabbit }', 'queues.kind: must be one of postgres, redis, not "rabbit"', ':1:11'],
    [
      'a name of another kind',
      'queues: { kind: postgres, url: "redis://x" }',
      'url: does not go with `kind: postgres`. Known here: kind.',
      ':1:27',
    ],
    [
      'a foreign name beside a kind',
      'telemetry_store: { kind: clickhouse, url: "http://ch:8123", nonsense: 1 }',
      'nonsense: is no setting. Known here: kind, url, user, password, reader_user',
      ':1:61',
    ],
    ['something missing', 'telemetry_store: { kind: clickhouse }', 'telemetry_store.url: is missing', ':1:1'],
    [
      'a rate in a list',
      'collector: { sampling: { rules: [ { rate: 2 } ] } }',
      'rules.0.rate: must be at most 1, not 2',
      ':1:37',
    ],
    ['a section that is a text', 'server: yes please', 'server: must be a section, not "yes please"', ':1:1'],
    ['no number', 'server: { port: .nan }', 'server.port: must be a number, not NaN.', ':1:11'],
    ['a setting without a value', 'server: { port: }', 'server.port: is empty. Give it a value, or remove it.', ''],
    ['a secret too short', 'auth: { secret: hunter2 }', 'auth.secret: must have at least 32 characters. (', ':1:9'],
    ['an empty text', 'data_dir: ""', 'data_dir: must not be empty. (', ':1:1'],
    [
      'a broken pattern',
      'redaction:\n  rules:\n    - { name: a, action: mask, pattern: "x(" }',
      'redaction.rules.0.pattern: is not in RE2 syntax: missing closing )',
      ':3:32',
    ],
    [
      'a redaction of nothing named',
      'redaction: { rules: [ { name: a, action: remove } ] }',
      'redaction.rules.0: says of nothing that it is meant. Give it `pattern`, `builtin` or `fields`',
      ':1:23',
    ],
    [
      'a pattern beside a builtin',
      'redaction: { rules: [ { name: a, action: mask, pattern: x, builtin: email } ] }',
      'redaction.rules.0: may have pattern or builtin, not both.',
      ':1:23',
    ],
    [
      'a sampling rule without a condition',
      'collector:\n  sampling:\n    rules:\n      - rate: 0.1',
      'collector.sampling.rules.0: matches every span',
      ':4:9',
    ],
    ...[
      ['shop.example', ' Did you mean `https://shop.example`?'],
      ['https://shop.example/', ' Did you mean `https://shop.example`?'],
      ['HTTPS://Shop.example:443/app', ' Did you mean `https://shop.example`?'],
      ['https://*.shop.example', ''],
      ['localhost', ''],
    ].map(([origin, hint]) => [
      `the web origin ${origin}`,
      `collector: { otlp: { http: { cors: { allowed_origins: ['https://a.example', '${origin}'] } } } }`,
      `allowed_origins.1: must be an origin such as https://shop.example, or *, not "${origin}".${hint}`,
      ':1:77',
    ]),
    [
      'a log smaller than a file of it',
      'event_log: { segment_mib: 128, max_total_mib: 64 }',
      'event_log.max_total_mib: must be at least segment_mib: one segment file has to fit.',
      ':1:32',
    ],
    ['no YAML', 'server: [', 'is not valid YAML', ':1:10'],
    ['a list', '- a', 'must hold settings', ''],
  ])('%s is explained', (_name, text, message, place) => {
    const said = problem(() => load(text))
    expect(said).toContain(message)
    expect(said).toMatch(new RegExp(`config-\\d+\\.yaml${place}`))
  })

  test('web origins are taken as browsers send them', () => {
    const origins = ['*', 'http://localhost:3000', 'https://shop.example', 'http://[::1]:80', 'capacitor://localhost']
    const said = `collector: { otlp: { http: { cors: { allowed_origins: ${JSON.stringify(origins)} } } } }`
    expect(problem(() => load(said))).toContain('allowed_origins.3: must be an origin')
    const { http } = load(said.replace(':80', '')).collector.otlp
    expect(http.cors.allowedOrigins).toEqual(origins.map((origin) => origin.replace(/:80$/, '')))
  })

  test('all problems are told at once, with the variable that said them', () => {
    const said = problem(() => load('server: { prt: 1 }', { PYFLARE_LOG_LEVEL: 'loud', PYFLARE_SERVER_PORT: 'x' }))
    expect(said).toContain('3 problems')
    expect(said).toContain('PYFLARE_LOG_LEVEL log.level: must be one of')
    expect(said).toContain('PYFLARE_SERVER_PORT server.port: must be a number, not "x".')
  })

  test.each([
    ['event_log: { kind: kafka, brokers: ["k:9092"] }', ':1:14 event_log.kind: kafka is for a later version; this one'],
    [`${SPECIFICATION}\nevent_log: { kind: kafka }`, 'event_log.kind: kafka is for a later version; this one'],
    [
      'queues: { kind: redis }',
      ':1:11 queues.kind: redis is for a later version; this one carries jobs in PostgreSQL.',
    ],
    ['queues: { url: "redis://:hunter2@r" }', ':1:1 queues.kind: redis is for a later version'],
  ])('what waits for a later version is refused in one sentence: %s', (text, sentence) => {
    const said = problem(() => load(text))
    expect(said).toContain(sentence)
    expect(said).not.toContain('problems')
    expect(said).not.toContain('hunter2')
  })

  test('a variable that chooses what waits for a later version is named', () => {
    expect(problem(() => load('', { PYFLARE_QUEUES_URL: 'redis://r' }))).toContain(
      'PYFLARE_QUEUES_URL queues.kind: redis',
    )
  })

  test('a name that nothing reads is told beside what is missing for it', () => {
    const said = problem(() =>
      load('', { PYFLARE_TELEMETRY_STORE_KIND: 'clickhouse', PYFLARE_TELEMETRY_STORE_ULR: 'x' }),
    )
    expect(said).toContain('telemetry_store.url: is missing')
    expect(said).toContain('PYFLARE_TELEMETRY_STORE_ULR is no setting')
  })

  test('a file that is not there is named', () => {
    expect(problem(() => loadConfig({ file: '/nowhere.yaml', env: {} }))).toContain('/nowhere.yaml does not exist')
  })

  test('a bad secret is not repeated', () => {
    const said = problem(() => load('control_db: { kind: postgres, url: "mysql://u:hunter2@db" }'))
    expect(said).toContain('must be a postgres:// address')
    expect(said).not.toContain('hunter2')
  })
})

test('secrets are shown nowhere', () => {
  const inspected = inspectConfig({
    env: { PYFLARE_CONTROL_DB_URL: 'postgres://u:hunter2@db/x', PYFLARE_AUTH_SECRET: 'hunter2'.repeat(5) },
  })
  const { config } = inspected
  expect(config.auth.secret?.reveal()).toBe('hunter2'.repeat(5))
  for (const shown of [
    JSON.stringify(config),
    inspect(config, { depth: 9 }),
    String(config.auth.secret),
    printConfig(inspected),
  ]) {
    expect(shown).not.toContain('hunter2')
  }
  expect(printConfig(inspected)).toContain('secret: "[redacted]"')
  expect(printConfig(inspected)).toContain('# auth.secret: PYFLARE_AUTH_SECRET')
})

test('the password in an address is shown nowhere', () => {
  const text =
    'telemetry_store: { url: "http://u:hunter2@ch?password=hunter2" }\nserver: { public_url: "https://u:hunter2@x" }'
  const printed = printConfig(inspectConfig({ file: fileOf(text), env: {} }))
  expect(printed).toContain('public_url: https://[redacted]@x')
  expect(printed).toContain('url: http://ch/?password=[redacted]')
  expect(printed).toContain('user: u')
  expect(printed).not.toContain('hunter2')
  expect(problem(() => load('server: { public_url: "ftp://u:hunter2@x" }'))).not.toContain('hunter2')
})

test('what follows from other settings is printed too', () => {
  expect(printConfig(inspectConfig({ env: {} }))).toContain('keyless: loopback')
  expect(printConfig(inspectConfig({ env: { PYFLARE_CONTROL_DB_URL: 'postgres://db/x' } }))).toContain('keyless: never')
})

test('what is printed can be read again', () => {
  const printed = printConfig(inspectConfig({ file: fileOf(SPECIFICATION), env: {} }))
  expect(printed).toContain('- kafka-1:9092')
  expect(load(printed)).toEqual(load(SPECIFICATION))
})
