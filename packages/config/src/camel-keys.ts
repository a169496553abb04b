import { Endpoint } from './endpoint.ts'
import { Secret } from './secret.ts'

type CamelKey<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : Key

/** The same data with keys as code writes them: `max_batch_size` becomes `maxBatchSize`. */
export type CamelKeys<Value> = Value extends Endpoint | Secret
  ? Value
  : Value extends readonly (infer Item)[]
    ? CamelKeys<Item>[]
    : Value extends object
      ? { [Key in keyof Value as Key extends string ? CamelKey<Key> : Key]: CamelKeys<Value[Key]> }
      : Value

/** The one place where the file's snake_case becomes our camelCase. */
export function camelKeys<Value>(value: Value): CamelKeys<Value> {
  return rename(value) as CamelKeys<Value>
}

function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename)
  if (typeof value !== 'object' || value === null || value instanceof Secret || value instanceof Endpoint) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [camelKey(key), rename(inner)]))
}

function camelKey(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
