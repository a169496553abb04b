import { createHash } from 'node:crypto'

export interface Account {
  username: string
  password: string
}

export interface ServerConfig {
  /** Absolute path of the users file that goes with it. */
  usersFile: string
  logFile: string
  errorLogFile: string
  memoryLimitBytes: number
  threads: number
  /** Requests without this value in the header `X-PyFlare-Key` get 404. */
  key: string
  /** What /ping answers: tells our server from another program's on the same port. */
  greeting: string
}

export const KEY_HEADER = 'X-PyFlare-Key'
export const DATABASE = 'pyflare'

const MIB = 2 ** 20

/**
 * ClickHouse sizes its caches and pools for a machine of its own; here it shares one. The local session that the server
 * runs in signs in as `default` without a password, which can't be changed, so nobody reaches that user by HTTP without
 * the key, and it is granted nothing.
 */
export function serverConfigXml(config: ServerConfig): string {
  const caches = {
    mark_cache_size: 64 * MIB,
    primary_index_cache_size: 64 * MIB,
    index_mark_cache_size: 32 * MIB,
    vector_similarity_index_cache_size: 64 * MIB,
    text_index_tokens_cache_size: 8 * MIB,
    text_index_header_cache_size: 8 * MIB,
    text_index_postings_cache_size: 16 * MIB,
    compiled_expression_cache_size: 16 * MIB,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    query_condition_cache_size: 8 * MIB,
  }
  const pools = {
    max_thread_pool_size: 256,
    max_thread_pool_free_size: 8,
    max_io_thread_pool_size: 16,
    max_io_thread_pool_free_size: 0,
    max_active_parts_loading_thread_pool_size: 4,
    max_outdated_parts_loading_thread_pool_size: 2,
    max_parts_cleaning_thread_pool_size: 2,
    background_pool_size: config.threads,
    background_merges_mutations_concurrency_ratio: 2,
    background_schedule_pool_size: 4,
    background_common_pool_size: 2,
    max_concurrent_queries: 100,
  }
  return `<clickhouse>
  <logger>
    <log>${xml(config.logFile)}</log>
    <errorlog>${xml(config.errorLogFile)}</errorlog>
    <size>8M</size>
    <count>2</count>
  </logger>
  <timezone>UTC</timezone>
  <users_config>${xml(config.usersFile)}</users_config>
  <max_server_memory_usage>${config.memoryLimitBytes}</max_server_memory_usage>
${elements({ ...caches, ...pools })}
  <http_handlers>
    <rule>
      <url>/ping</url>
      <handler><type>static</type><status>200</status><response_content>${xml(config.greeting)}</response_content></handler>
    </rule>
    <rule>
      <headers><${KEY_HEADER}>${xml(config.key)}</${KEY_HEADER}></headers>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
  </http_handlers>
</clickhouse>
`
}

/** The writer owns the one database and nothing beside it; the reader may only select. Neither reads files or URLs. */
export function usersXml(writer: Account, reader: Account): string {
  return `<clickhouse>
  <profiles>
    <default/>
    <writer/>
    <reader><readonly>2</readonly></reader>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password/>
      <profile>default</profile>
      <quota>default</quota>
      <networks><ip>127.0.0.1</ip></networks>
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query>
        <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
      </grants>
    </default>
${user(writer, 'writer', [
  `GRANT SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE, OPTIMIZE, SHOW ON ${DATABASE}.*`,
  'GRANT CREATE TEMPORARY TABLE ON *.*',
  'GRANT TABLE ENGINE ON *',
  'GRANT SELECT ON system.*',
])}
${user(reader, 'reader', [`GRANT SELECT, SHOW ON ${DATABASE}.*`])}
  </users>
</clickhouse>
`
}

function user({ username, password }: Account, profile: string, grants: string[]): string {
  const hash = createHash('sha256').update(password).digest('hex')
  return `    <${username}>
      <password_sha256_hex>${hash}</password_sha256_hex>
      <profile>${profile}</profile>
      <quota>default</quota>
      <networks><ip>127.0.0.1</ip></networks>
      <grants>${grants.map((grant) => `<query>${xml(grant)}</query>`).join('')}</grants>
    </${username}>`
}

function elements(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `  <${name}>${value}</${name}>`)
    .join('\n')
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
