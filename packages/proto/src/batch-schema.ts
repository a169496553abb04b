import { readFileSync } from 'node:fs'

export type Signal = 'trace' | 'log' | 'metric' | 'evaluation' | 'intake'

/**
 * The .proto text of a signal's batch, as the collector writes it to the event log and as ClickHouse is told to read it.
 * Source: proto/pyflare/v1/<signal>.proto, found beside src/ and dist/ alike.
 */
export function batchSchema(signal: Signal): string {
  return readFileSync(new URL(`../proto/pyflare/v1/${signal}.proto`, import.meta.url), 'utf8')
}
