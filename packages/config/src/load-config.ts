import { PyflareError } from '@pyflare/observe'
import { type CamelKeys, camelKeys } from './camel-keys.ts'
import { type ConfigProblem, describeProblem, problemsOf } from './problem.ts'
import { type Settings, settings } from './schema/settings.ts'
import { Secret } from './secret.ts'
import { kindsAt, SETTINGS } from './setting.ts'
import { applyEnvironment, type Environment, unknownVariables } from './sources/environment.ts'
import { describeOrigin, isSection, nearestOrigin, type Origin, put, type Tree } from './sources/tree.ts'
import { readYamlFile } from './sources/yaml-file.ts'
import { splitCredentials } from './url-credentials.ts'

export interface ConfigSources {
  /** A YAML file; else the one that `PYFLARE_CONFIG` names; else none. */
  file?: string | undefined
  /** Default: this process's. */
  env?: Environment
  /** By dotted path, as on the command line: `{ 'server.port': 0 }`. Undefined values say nothing. */
  flags?: Readonly<Record<string, unknown>>
}

/** What was decided, and where each setting was said. */
export interface InspectedConfig {
  config: Config
  /** With the file's names; secrets print `[redacted]`. */
  settings: Settings
  origins: ReadonlyMap<string, Origin>
  /** What was said and has no effect, a sentence each. */
  warnings: readonly string[]
}

export type Config = CamelKeys<ReturnType<typeof forThisVersion>>

/** Reads the configuration: the file, over it the environment, over it the flags. Throws `config_invalid` with every problem. */
export function loadConfig(sources: ConfigSources = {}): Config {
  return inspectConfig(sources).config
}

/** Like `loadConfig`, with what `pyflare config` shows. */
export function inspectConfig({ file, env = process.env, flags = {} }: ConfigSources = {}): InspectedConfig {
  const path = file ?? (env.PYFLARE_CONFIG || undefined)
  const tree: Tree = path === undefined ? { values: {}, origins: new Map() } : readYamlFile(path)
  applyEnvironment(tree, env)
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined) put(tree, name, value, { from: 'flag', name: 'command line' })
  }
  dropEmptySections(tree.values)
  fillKinds(tree.values)
  const parsed = settings.safeParse(tree.values)
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, tree.values, tree.origins))
    throw invalid(problems, unknownVariables(env))
  }
  const decided = complete(parsed.data)
  return {
    config: camelKeys(forThisVersion(decided)),
    settings: decided,
    origins: tree.origins,
    warnings: [...kafkaWaits(decided, tree.origins), ...unknownVariables(env)],
  }
}

/** Decides what depends on other settings. */
function complete({ ingest, telemetry_store: store, ...rest }: Settings) {
  return {
    ...rest,
    ingest: { ...ingest, keyless: ingest.keyless ?? (rest.control_db.kind === 'embedded' ? 'loopback' : 'never') },
    telemetry_store: store.kind === 'clickhouse' ? withoutCredentialsInUrl(store) : store,
  } satisfies Settings
}

type ByUrl = Extract<Settings['telemetry_store'], { kind: 'clickhouse' }>

/** Who signs in may be said in the address too. From here on it is a user and a secret, so that an address can be shown. */
function withoutCredentialsInUrl(store: ByUrl): ByUrl {
  const { url, user, password } = splitCredentials(store.url)
  return { ...store, url, user: user || store.user, password: password ? new Secret(password) : store.password }
}

/** What apps work with: without what waits for a later version. */
function forThisVersion({ collector: { kafka: _, ...collector }, ...rest }: ReturnType<typeof complete>) {
  return { ...rest, collector }
}

/** The specification's collector.yaml names its brokers; a `kind` alone chooses a log. */
function kafkaWaits({ collector }: Settings, origins: ReadonlyMap<string, Origin>): string[] {
  if (collector.kafka === undefined) return []
  const origin = nearestOrigin(['collector', 'kafka'], origins)
  const where = origin === undefined ? '' : `${describeOrigin(origin)} `
  return [
    `${where}collector.kafka is read, but this version keeps its log on local disk; its settings wait for the version that speaks to Kafka.`,
  ]
}

/** `server:` with nothing below it is YAML for null; it means what leaving it out means. */
function dropEmptySections(values: Record<string, unknown>): void {
  const leaves = new Set(SETTINGS.map(({ path }) => path))
  const visit = (section: Record<string, unknown>, path: string) => {
    for (const [key, value] of Object.entries(section)) {
      const inner = path === '' ? key : `${path}.${key}`
      if (value === null && !leaves.has(inner)) delete section[key]
      else if (isSection(value)) visit(value, inner)
    }
  }
  visit(values, '')
}

/** A port without a `kind` is of the first kind that takes all of its keys: an address alone says enough. */
function fillKinds(values: Record<string, unknown>): void {
  for (const [key, section] of Object.entries(values)) {
    const kinds = kindsAt(key)
    if (kinds === undefined || !isSection(section) || section.kind !== undefined) continue
    const said = Object.keys(section)
    const fitting = kinds.find(({ keys }) => said.every((name) => keys.includes(name)))
    section.kind = (fitting ?? kinds[0])?.kind
  }
}

/** `notes` may say why: what is missing was said under a name that nothing reads. */
function invalid(problems: readonly ConfigProblem[], notes: readonly string[]): PyflareError {
  const head =
    problems.length === 1 ? 'The configuration is not valid:' : `The configuration has ${problems.length} problems:`
  const lines = [...problems.map(describeProblem), ...notes.map((note) => `Note: ${note}`)]
  return new PyflareError('config_invalid', `${head}\n${lines.map((line) => `  ${line}`).join('\n')}`)
}
