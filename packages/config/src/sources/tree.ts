/** Where a value was said. */
export type Origin =
  | { from: 'file'; file: string; line: number; column: number }
  | { from: 'environment'; name: string }
  | { from: 'flag'; name: string }

export function describeOrigin(origin: Origin): string {
  if (origin.from === 'file') return `${origin.file}:${origin.line}:${origin.column}`
  return origin.name
}

/** Where a value stands, or the innermost section around it that somebody wrote; else the first setting below it. */
export function nearestOrigin(path: readonly PropertyKey[], origins: ReadonlyMap<string, Origin>): Origin | undefined {
  for (let length = path.length; length > 0; length--) {
    const inner = path.slice(0, length).join('.')
    const below = [...origins.keys()].find((said) => said === inner || said.startsWith(`${inner}.`))
    const origin = origins.get(inner) ?? (below === undefined ? undefined : origins.get(below))
    if (origin !== undefined) return origin
  }
  return undefined
}

/** Raw values by section, and where each dotted path was said. */
export interface Tree {
  values: Record<string, unknown>
  origins: Map<string, Origin>
}

/** Sets one value, over what was there. Lists are replaced as a whole. */
export function put(tree: Tree, path: string, value: unknown, origin: Origin): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let section = tree.values
  for (const key of keys) {
    const inner = section[key]
    const next = isSection(inner) ? inner : {}
    section[key] = next
    section = next
  }
  section[last] = value
  tree.origins.set(path, origin)
}

export function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  let value = values
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key]
  return value
}
