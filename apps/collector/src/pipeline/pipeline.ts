import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'
import type { createCut } from './cut.ts'
import type { createEnrich } from './enrich.ts'
import type { createLimit } from './limit.ts'
import type { createNormalize } from './normalize.ts'
import type { LogItem, PointItem, SpanItem } from './records.ts'
import type { createRedact } from './redact.ts'
import type { createSample } from './sample.ts'
import { addMended, type Rejection, type Staged } from './stage.ts'

/** The stages, in the order in which they run. */
export interface Stages {
  limit: ReturnType<typeof createLimit>
  normalize: ReturnType<typeof createNormalize>
  redact: ReturnType<typeof createRedact>
  sample: ReturnType<typeof createSample>
  enrich: ReturnType<typeof createEnrich>
  cut: ReturnType<typeof createCut>
}

/** A part of a request through all stages. `firstIndex` is the place of its first item in the request: 0 for a whole one. */
export type Shape<Raw, Item> = (batch: readonly Raw[], receivedAtMs: number, firstIndex?: number) => Staged<Item>

export interface Pipeline {
  spans: Shape<RawSpan, SpanItem>
  logs: Shape<RawLog, LogItem>
  points: Shape<RawMetricPoint, PointItem>
}

/** Pure: received items in, shaped records and rejections out. */
export function createPipeline({ limit, normalize, redact, sample, enrich, cut }: Stages): Pipeline {
  return {
    spans: (batch, receivedAtMs, firstIndex) => {
      const run = new Run()
      const limited = run.through(limit.spans(batch, receivedAtMs, firstIndex))
      const shaped = run.through(normalize.spans(limited))
      const redacted = run.through(redact.spans(shaped))
      const sampled = run.through(sample.spans(redacted))
      const enriched = run.through(enrich.spans(sampled))
      return run.end(cut.spans(enriched))
    },
    logs: (batch, receivedAtMs, firstIndex) => {
      const run = new Run()
      const limited = run.through(limit.logs(batch, receivedAtMs, firstIndex))
      const shaped = run.through(normalize.logs(limited))
      const redacted = run.through(redact.logs(shaped))
      const enriched = run.through(enrich.logs(redacted))
      return run.end(cut.logs(enriched))
    },
    points: (batch, receivedAtMs, firstIndex) => {
      const run = new Run()
      const limited = run.through(limit.points(batch, receivedAtMs, firstIndex))
      const shaped = run.through(normalize.points(limited))
      const redacted = run.through(redact.points(shaped))
      return run.end(enrich.points(redacted))
    },
  }
}

/** Collects what the stages of one batch reject and mend. */
class Run {
  readonly #rejections: Rejection[] = []
  readonly #mended = new Map<string, number>()

  through<Item>({ kept, rejections, mended }: Staged<Item>): Item[] {
    addMended(this.#mended, mended)
    this.#rejections.push(...rejections)
    return kept
  }

  end<Item>(last: Staged<Item>): Staged<Item> {
    return { kept: this.through(last), rejections: this.#rejections, mended: this.#mended }
  }
}
