import { PyflareError } from '@pyflare/observe'
import { type CamelKeys, camelKeys } from './camel-keys.ts'
import { type ConfigProblem, describeProblem, problemsOf } from './problem.ts'
import { type Settings, settings } from './schema/settings.ts'
import { kindsAt, SETTINGS } from './setting.ts'
import { applyEnvironment, type Environment, misspelt } from './sources/environment.ts'
import { isSection, type Origin, put, type Tree } from './sources/tree.ts'
import { readYamlFile } from './sources/yaml-file.ts'

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
  warnings: readonly string[]
}

export type Config = CamelKeys<ReturnType<typeof complete>>

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
  const conflicts = kafkaSaidTwice(tree)
  fillKinds(tree.values)
  const parsed = settings.safeParse(tree.values)
  const problems = [
    ...conflicts,
    ...(parsed.error?.issues.flatMap((issue) => problemsOf(issue, tree.values, tree.origins)) ?? []),
  ]
  if (!parsed.success || problems.length > 0) throw invalid(problems)
  return {
    config: camelKeys(complete(parsed.data)),
    settings: parsed.data,
    origins: tree.origins,
    warnings: misspelt(env),
  }
}

/** Decides what depends on other settings. */
function complete({ collector: { kafka, ...collector }, ...rest }: Settings) {
  return {
    ...rest,
    collector,
    event_log: kafka === undefined ? rest.event_log : { kind: 'kafka' as const, ...kafka },
    ingest: {
      ...rest.ingest,
      keyless: rest.ingest.keyless ?? (rest.control_db.kind === 'embedded' ? 'loopback' : 'never'),
    },
  } satisfies Record<keyof Settings, unknown>
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

function kafkaSaidTwice({ values, origins }: Tree): ConfigProblem[] {
  const { collector, event_log: eventLog } = values
  if (!isSection(collector) || collector.kafka === undefined || eventLog === undefined) return []
  return [
    {
      path: 'event_log',
      origin: origins.get('event_log') ?? origins.get('event_log.kind'),
      message: 'collector.kafka already says which log to use. Remove one of the two.',
    },
  ]
}

function invalid(problems: readonly ConfigProblem[]): PyflareError {
  const lines = problems.map(describeProblem)
  const head =
    lines.length === 1 ? 'The configuration is not valid:' : `The configuration has ${lines.length} problems:`
  return new PyflareError('config_invalid', `${head}\n${lines.map((line) => `  ${line}`).join('\n')}`)
}
