import type { Aggregation } from '../../rows.ts'
import type { ExponentialRow } from './exponential-series.ts'
import type { HistogramRow } from './histogram-series.ts'

/** How many values lie between two bounds. Bounds may be infinite. */
interface Slice {
  lower: number
  upper: number
  count: number
  /** How values are taken to lie within: evenly, or evenly in their logarithm. */
  spread: 'even' | 'logarithmic'
}

/** Values of one label in one bucket of time, put together from whatever histograms reported them. */
export class Distribution {
  readonly #slices: Slice[] = []
  count = 0
  #sum = 0
  /** The least and greatest that was seen; of cumulative histograms since their process began, so they bound a value and are none. */
  #min: number | null = null
  #max: number | null = null

  constructor(private readonly cumulative: boolean) {}

  /** `factor` brings its values to the unit of the others. */
  addHistogram({ bounds: told, counts, ...row }: HistogramRow, factor = 1): void {
    this.#addTotals(row, factor)
    const bounds = told.map((bound) => bound * factor)
    counts.forEach((count, index) => {
      if (count <= 0) return
      const lower = index === 0 ? Math.min(0, bounds[0] ?? 0) : (bounds[index - 1] ?? 0)
      const upper = bounds[index] ?? Number.POSITIVE_INFINITY
      this.#slices.push({ lower, upper, count, spread: 'even' })
    })
  }

  /** Bucket `i` of scale `s` holds values above `base^i` up to `base^(i+1)`, where `base = 2^(2^-s)`. */
  addExponential(row: ExponentialRow, factor = 1): void {
    this.#addTotals(row, factor)
    if (row.zero > 0) this.#slices.push({ lower: 0, upper: 0, count: row.zero, spread: 'even' })
    const bound = (index: number) => factor * 2 ** (index * 2 ** -row.scale)
    row.positive_indexes.forEach((index, position) => {
      const count = row.positive_counts[position] ?? 0
      if (count > 0) this.#slices.push({ lower: bound(index), upper: bound(index + 1), count, spread: 'logarithmic' })
    })
    row.negative_indexes.forEach((index, position) => {
      const count = row.negative_counts[position] ?? 0
      if (count > 0) this.#slices.push({ lower: -bound(index + 1), upper: -bound(index), count, spread: 'logarithmic' })
    })
  }

  /** null where the distribution can't say. */
  value(aggregation: Aggregation, bucketSeconds: number): number | null {
    switch (aggregation) {
      case 'p50':
        return this.#quantile(0.5)
      case 'p95':
        return this.#quantile(0.95)
      case 'p99':
        return this.#quantile(0.99)
      case 'min':
        return this.#seen(this.#min) ?? this.#quantile(0)
      case 'max':
        return this.#seen(this.#max) ?? this.#quantile(1)
      case 'sum':
        return this.#sum
      case 'count':
        return this.count
      case 'rate':
        return this.count / bucketSeconds
      default:
        return this.count === 0 ? null : this.#sum / this.count
    }
  }

  /** Whether `value` reads it off the buckets. */
  estimates(aggregation: Aggregation): boolean {
    if (aggregation === 'min') return this.#seen(this.#min) === null
    if (aggregation === 'max') return this.#seen(this.#max) === null
    return aggregation === 'p50' || aggregation === 'p95' || aggregation === 'p99'
  }

  #seen(extreme: number | null): number | null {
    return this.cumulative ? null : extreme
  }

  #addTotals(
    { count, sum, min, max }: { count: number; sum: number; min: number | null; max: number | null },
    factor: number,
  ): void {
    this.count += count
    this.#sum += sum * factor
    if (min !== null) this.#min = Math.min(this.#min ?? min * factor, min * factor)
    if (max !== null) this.#max = Math.max(this.#max ?? max * factor, max * factor)
  }

  /**
   * The value below which the share `level` of all lies, interpolated within its slice as Prometheus'
   * `histogram_quantile` does: in an open slice it is the finite bound; and no further than the least and greatest seen.
   */
  #quantile(level: number): number | null {
    const slices = [...this.#slices].sort((a, b) => a.lower - b.lower || a.upper - b.upper)
    const total = slices.reduce((sum, slice) => sum + slice.count, 0)
    if (total === 0) return null
    let rest = level * total
    for (const slice of slices) {
      if (rest <= slice.count) return this.#clamp(within(slice, rest / slice.count))
      rest -= slice.count
    }
    const last = slices.at(-1)
    return last === undefined ? null : this.#clamp(within(last, 1))
  }

  #clamp(value: number): number {
    return Math.min(Math.max(value, this.#min ?? value), this.#max ?? value)
  }
}

function within({ lower, upper, spread }: Slice, share: number): number {
  if (!Number.isFinite(upper)) return lower
  if (spread === 'even' || lower === upper) return lower + (upper - lower) * share
  const sign = lower < 0 ? -1 : 1
  return sign * Math.abs(lower) ** (1 - share) * Math.abs(upper) ** share
}
