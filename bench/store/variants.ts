/** One other way to build a table: what becomes of its CREATE statement. */
export interface Variant {
  name: string
  change: (ddl: string) => string
}

export interface Comparison {
  table: string
  /** Names of the reader queries that are timed on each variant. */
  queries: readonly string[]
  /** Those that are timed before its parts are merged, about the newest traces: what settling asks of a block just written. */
  fresh?: readonly string[]
  variants: readonly Variant[]
}

/** Columns of spans that hold most of their bytes. */
const CONTENT =
  /own_input|own_output|input_messages|output_messages|system_instructions|tool_definitions|input_preview|output_preview|retrieved_documents/

const SETTLING = 'settle: read 200 traces'

export const AS_IT_IS = 'as it is'
const asItIs: Variant = { name: AS_IT_IS, change: (ddl) => ddl }

export const COMPARISONS: readonly Comparison[] = [
  {
    table: 'spans',
    queries: [
      ...['spans of a trace', 'trace: with root attributes', SETTLING, 'series: errors by user'],
      ...['series: traces by provider', 'text: common word', 'text: rare word', 'text: absent word'],
    ],
    fresh: [SETTLING],
    variants: [
      asItIs,
      granularity(256),
      granularity(2_048),
      granularity(4_096),
      granularity(8_192),
      order('project_id, start_time'),
      order('project_id, toStartOfHour(start_time), trace_id, start_time'),
      order('project_id, toStartOfHour(start_time), session_id, start_time'),
      withoutIndex('by_trace'),
      setting('min_bytes_for_wide_part', '10485760'),
      setting('min_bytes_for_wide_part', '1000000000000'),
      { name: 'LZ4', change: (ddl) => ddl.replaceAll('ZSTD(1)', 'LZ4') },
      codec('ZSTD(3) for content', CONTENT, 'ZSTD(3)'),
      content('ZSTD(1)'),
      content('ZSTD(1, 22)'),
      content('ZSTD(3)'),
      { name: 'T64 and Delta nowhere', change: (ddl) => ddl.replaceAll(/(T64|Delta\(\d\)), /g, '') },
      codec('DoubleDelta for times', /start_time|end_time|received_at/, 'DoubleDelta, ZSTD(1)'),
      index('by_user', 'user_id TYPE bloom_filter(0.01) GRANULARITY 1'),
      index('by_value', 'mapValues(attributes) TYPE bloom_filter(0.01) GRANULARITY 1'),
      {
        name: 'Map(String, String)',
        change: (ddl) => ddl.replaceAll('Map(LowCardinality(String), String)', 'Map(String, String)'),
      },
    ],
  },
  {
    table: 'trace_index',
    queries: [
      ...['traces: newest 100', 'traces: errors', 'traces: user', 'traces: absent session', 'traces: slowest 100'],
      ...['count', 'histogram, 96 buckets', 'trace', 'text: common word', SETTLING],
    ],
    fresh: [SETTLING],
    variants: [
      asItIs,
      granularity(256),
      granularity(4_096),
      granularity(8_192),
      withoutIndex('by_trace'),
      withoutIndex('by_user'),
      setting('min_bytes_for_wide_part', '0'),
      index('by_model', 'models TYPE bloom_filter(0.01) GRANULARITY 1'),
      index('by_duration', 'duration_ns TYPE minmax GRANULARITY 1'),
      { name: 'LZ4', change: (ddl) => ddl.replaceAll('ZSTD(1)', 'LZ4') },
    ],
  },
  {
    table: 'trace_extents',
    queries: ['trace', 'trace: absent', 'logs of a trace', SETTLING],
    fresh: [SETTLING],
    variants: [asItIs, granularity(1_024), granularity(8_192), withoutIndex('by_trace')],
  },
  {
    table: 'logs',
    queries: [
      ...['logs: newest 100', 'logs: errors', 'logs: text', 'logs: absent word', 'logs: of a trace'],
      ...['logs of a trace'],
    ],
    variants: [
      asItIs,
      granularity(8_192),
      withoutIndex('by_trace'),
      withoutIndex('by_severity'),
      { name: 'LZ4', change: (ddl) => ddl.replaceAll('ZSTD(1)', 'LZ4') },
    ],
  },
  {
    table: 'metrics',
    queries: ['metric: gauge', 'metric: rate by model', 'metric: histogram p95 by service', 'extent'],
    variants: [
      asItIs,
      granularity(8_192),
      order('project_id, metric_name, time, series_hash'),
      { name: 'no Gorilla', change: (ddl) => ddl.replaceAll('Gorilla(8), ', '') },
      codec('Delta for counts', /bucket_counts/, 'Delta(8), ZSTD(1)'),
    ],
  },
  {
    table: 'ledger',
    queries: [
      ...['series: cost by model', 'series: tokens by service', 'series: cost by user, hours', 'models'],
      ...['spans of a trace', SETTLING],
    ],
    fresh: [SETTLING],
    variants: [
      asItIs,
      withoutProjection('sums_by_minute'),
      withoutProjection('sums_by_hour'),
      { name: 'no sums', change: (ddl) => without(without(ddl, 'sums_by_minute'), 'sums_by_hour') },
      granularity(256),
      granularity(8_192),
      withoutIndex('by_trace'),
      withoutIndex('by_user'),
      { name: 'T64 nowhere', change: (ddl) => ddl.replaceAll('T64, ', '') },
      { name: 'LZ4', change: (ddl) => ddl.replaceAll('ZSTD(1)', 'LZ4') },
    ],
  },
  {
    table: 'spans_by_minute',
    queries: ['series: spans by model', 'series: p95 by model', 'services', 'models'],
    variants: [asItIs, granularity(8_192)],
  },
]

function granularity(rows: number): Variant {
  return { name: `granularity ${rows}`, change: (ddl) => ddl.replace(/(index_granularity) = \d+/, `$1 = ${rows}`) }
}

function order(key: string): Variant {
  return { name: `order by ${key}`, change: (ddl) => ddl.replace(/\nORDER BY \(.*\)/, `\nORDER BY (${key})`) }
}

function setting(name: string, value: string): Variant {
  const said = new RegExp(`${name} = \\d+`)
  return {
    name: `${name} ${value}`,
    change: (ddl) => (said.test(ddl) ? ddl.replace(said, `${name} = ${value}`) : `${ddl}, ${name} = ${value}`),
  }
}

function index(name: string, definition: string): Variant {
  return {
    name: `index ${name}`,
    change: (ddl) => ddl.replace('\n)\nENGINE', `,\n    INDEX ${name} ${definition}\n)\nENGINE`),
  }
}

function withoutIndex(name: string): Variant {
  return {
    name: `no index ${name}`,
    change: (ddl) => ddl.replace(new RegExp(`,\\n\\s+INDEX ${name} .*?(?=,?\\n)`), ''),
  }
}

function withoutProjection(name: string): Variant {
  return { name: `no ${name}`, change: (ddl) => without(ddl, name) }
}

function without(ddl: string, projection: string): string {
  return ddl.replace(new RegExp(`,\\n\\s+PROJECTION ${projection}\\n\\s+\\([\\s\\S]*?\\n    \\)`), '')
}

/** Content in blocks of up to four megabytes, so that what was said before is still in sight of the codec. */
function content(codecs: string): Variant {
  const sizes = 'max_compress_block_size = 4194304, min_compress_block_size = 1048576'
  const line = new RegExp(`^(\\s+\`(?:${CONTENT.source})\` .*)CODEC\\(.*\\)(,?)$`, 'gm')
  return {
    name: `${codecs} and 4 MiB for content`,
    change: (ddl) => ddl.replace(line, `$1CODEC(${codecs}) SETTINGS (${sizes})$2`),
  }
}

function codec(name: string, columns: RegExp, codecs: string): Variant {
  const line = new RegExp(`^(\\s+\`(?:${columns.source})\` .*CODEC)\\(.*\\)(,?)$`, 'gm')
  return { name, change: (ddl) => ddl.replace(line, `$1(${codecs})$2`) }
}
