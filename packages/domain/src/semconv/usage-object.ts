import { type TokenColumn, USAGE_COLUMNS } from '../telemetry/token-columns.ts'
import { compileCandidates } from './column-rule.ts'
import { field, isObject, type Json, type JsonObject, structureOf } from './json.ts'
import { joinChunks } from './messages/chunks.ts'
import { holds, type PickContext } from './pick.ts'
import { USAGE_OBJECTS, USAGE_SHAPES, type UsageShape } from './tables/usage-objects.ts'
import { transform } from './transforms.ts'

export type Counts = Partial<Record<TokenColumn, number | undefined>>

export interface UsageObject {
  /** Input with what the cache gave and took, output with thoughts, whatever the object's own way of counting. */
  counts: Counts
  /** Input and output as the object has them. */
  own: Pick<Counts, 'inputTokens' | 'outputTokens'>
}

const OBJECTS = compileCandidates(USAGE_OBJECTS, 'json')
/** Once these are known, no further object is opened. */
const WANTED: readonly TokenColumn[] = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'reasoningTokens']
const PATHS: ReadonlyMap<string, readonly (readonly (string | number)[])[]> = new Map(
  USAGE_SHAPES.flatMap((shape) =>
    USAGE_COLUMNS.map((column) => [shape.whose + column, (shape[column] ?? []).map(pathOf)]),
  ),
)

/** The first usage objects of a span that count what is not counted yet. */
export function usageObjectOf(context: PickContext, known: Counts): UsageObject | undefined {
  let found: UsageObject | undefined
  for (const { source, when } of context.reader.keys.among(OBJECTS)) {
    if (!context.reader.mayHave(source) || !holds(context, when)) continue
    if (WANTED.every((column) => known[column] !== undefined || found?.counts[column] !== undefined)) break
    const value = context.reader.read(source)
    const usage = value === undefined ? undefined : usageIn(value)
    if (usage === undefined) continue
    context.inside?.push(source)
    for (const column of USAGE_COLUMNS) {
      const isNew = known[column] === undefined && found?.counts[column] === undefined
      if (isNew && usage.counts[column] !== undefined) context.recorder?.from(column, source, value)
    }
    found = found === undefined ? usage : { counts: { ...usage.counts, ...defined(found.counts) }, own: found.own }
  }
  return found
}

/** What a usage object of any known shape counts; undefined for what is none. */
export function usageIn(value: Json): UsageObject | undefined {
  const object = wholeOf(structureOf(value))
  if (object === undefined) return undefined
  const shape = USAGE_SHAPES.find(({ has }) => has.some((name) => isCounted(field(object, name))))
  if (shape === undefined) return undefined
  const counts: Counts = {}
  for (const column of USAGE_COLUMNS) {
    const count = countAt(object, shape, column)
    if (count !== undefined) counts[column] = count
  }
  const { inputTokens, outputTokens } = counts
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  const cached = (counts.cacheReadTokens ?? 0) + (counts.cacheWriteTokens ?? 0)
  if (shape.exclusiveInput === true && inputTokens !== undefined) counts.inputTokens = inputTokens + cached
  if (shape.exclusiveOutput === true && outputTokens !== undefined) {
    counts.outputTokens = outputTokens + (counts.reasoningTokens ?? 0)
  }
  return { counts, own: { inputTokens, outputTokens } }
}

/** Of an answer in pieces, what they count together. */
function wholeOf(value: Json[] | JsonObject | undefined): JsonObject | undefined {
  const found = Array.isArray(value) ? field(joinChunks(value), 'usage') : value
  return isObject(found) ? found : undefined
}

/** Clients write `null` for what a provider did not count. */
function isCounted(value: Json | undefined): boolean {
  return value !== undefined && value !== null
}

function countAt(object: JsonObject, shape: UsageShape, column: (typeof USAGE_COLUMNS)[number]): number | undefined {
  for (const path of PATHS.get(shape.whose + column) ?? []) {
    const found = path.reduce<Json | undefined>((here, step) => stepInto(here, step), object)
    const count = found === undefined || found === null ? undefined : transform('count', found, NO_TIMES)
    if (typeof count === 'number') return count
  }
  return undefined
}

const NO_TIMES = { startTimeNs: 0n, durationNs: 0n }

function stepInto(value: Json | undefined, step: string | number): Json | undefined {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined
  return field(value, step)
}

function pathOf(path: string): (string | number)[] {
  return path
    .split(/[.[\]]+/)
    .flatMap<string | number>((step) => (step === '' ? [] : /^\d+$/.test(step) ? [Number(step)] : [step]))
}

function defined(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined))
}
