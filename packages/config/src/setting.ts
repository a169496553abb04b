import { z } from 'zod'
import { settings } from './schema/settings.ts'

export type SettingType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'json'

/** A leaf of the schema: one thing that can be set. */
export interface Setting {
  /** As in the file: `collector.otlp.grpc.endpoint`. */
  path: string
  env: string
  type: SettingType
  choices: readonly string[]
  /** undefined where there is none; `defaultText` says one that depends on other settings. */
  default: unknown
  defaultText: string | undefined
  meaning: string
  secret: boolean
  required: boolean
  /** The kinds of its port that have it: `['clickhouse']`. Empty where it always applies. */
  kinds: readonly string[]
  /** Nothing in this version reads it. */
  later: boolean
}

/** What zod's JSON Schema says of a node, as far as it is read here. */
interface Node {
  type?: string
  const?: string
  enum?: string[]
  default?: unknown
  description?: string
  secret?: boolean
  defaultText?: string
  later?: boolean
  properties?: Record<string, Node>
  required?: string[]
  oneOf?: Node[]
  items?: Node
}

const root = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Node

/** Every setting, in the schema's order. */
export const SETTINGS: readonly Setting[] = leaves(root, [], { kinds: [], required: false, later: false })

/** The names that may stand below a path, of one kind of a port or over all of them; undefined where the path is not a section. */
export function namesBelow(path: readonly PropertyKey[], kind?: unknown): string[] | undefined {
  let nodes = [root]
  for (const key of path) {
    nodes = nodes.flatMap((node) => {
      if (typeof key === 'number') return node.items === undefined ? [] : [node.items]
      return [node, ...(node.oneOf ?? [])].flatMap(({ properties }) => properties?.[String(key)] ?? [])
    })
  }
  const isMeant = (variant: Node) => kind === undefined || variant.properties?.kind?.const === kind
  const names = nodes.flatMap((node) =>
    [node, ...(node.oneOf ?? []).filter(isMeant)].flatMap(({ properties }) => Object.keys(properties ?? {})),
  )
  return names.length === 0 ? undefined : [...new Set(names)]
}

/** The kinds of a port and the keys that each takes; undefined where the path is no port. */
export function kindsAt(key: string): { kind: string; keys: string[] }[] | undefined {
  return root.properties?.[key]?.oneOf?.map(({ properties = {} }) => ({
    kind: properties.kind?.const ?? '',
    keys: Object.keys(properties),
  }))
}

/** What the sections around a node say of it. */
type Around = Pick<Setting, 'kinds' | 'required' | 'later'>

function leaves(node: Node, path: string[], around: Around): Setting[] {
  const later = around.later || node.later === true
  if (node.oneOf !== undefined) return portLeaves(node, path)
  if (node.properties === undefined) return [leaf(node, path, { ...around, later })]
  return Object.entries(node.properties).flatMap(([key, child]) =>
    leaves(child, [...path, key], { ...around, later, required: node.required?.includes(key) === true }),
  )
}

function portLeaves(node: Node, path: string[]): Setting[] {
  const variants = node.oneOf ?? []
  const kind: Node = {
    type: 'string',
    enum: variants.map(({ properties }) => properties?.kind?.const ?? ''),
    default: (node.default as { kind?: string } | undefined)?.kind,
    ...(node.description === undefined ? {} : { description: node.description }),
  }
  const found = new Map<string, Setting>()
  for (const variant of variants) {
    const name = variant.properties?.kind?.const ?? ''
    for (const setting of leaves(variant, path, { kinds: [name], required: false, later: false })) {
      if (setting.path.endsWith('.kind')) continue
      const known = found.get(setting.path)
      found.set(setting.path, known === undefined ? setting : { ...known, kinds: [] })
    }
  }
  return [leaf(kind, [...path, 'kind'], { kinds: [], required: false, later: false }), ...found.values()]
}

function leaf(node: Node, path: string[], around: Around): Setting {
  return {
    path: path.join('.'),
    env: `PYFLARE_${path.join('_').toUpperCase()}`,
    type: typeOf(node),
    choices: node.enum ?? [],
    default: node.default,
    defaultText: node.defaultText,
    meaning: node.description ?? '',
    secret: node.secret === true,
    ...around,
  }
}

function typeOf({ type, items }: Node): SettingType {
  if (type === 'array') return items?.type === 'string' ? 'list' : 'json'
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'string'
}
