import type { SpanDetail } from '~/api/rows.ts'
import { formatMoneyExact } from '~/ui/format/money.ts'
import { formatCount } from '~/ui/format/number.ts'
import { Section } from '~/ui/layout/section.tsx'
import type { Column } from '~/ui/lists/column.ts'
import { Table } from '~/ui/lists/table.tsx'

interface TokenRow {
  kind: string
  count: number
}

const COLUMNS: Column<TokenRow>[] = [
  { id: 'kind', head: 'Tokens of kind', cell: ({ kind }) => kind },
  { id: 'count', head: 'Count', align: 'end', cell: ({ count }) => formatCount(count) },
]

/** The tokens of a call by kind, and what it costs. */
export function CostTab({ span }: { span: SpanDetail }) {
  const rows = tokenRows(span)
  if (span.is_aggregate)
    return (
      <p className="px-4 max-sm:px-3 py-3 text-12 text-3">
        {span.duplicate_of === null
          ? 'Its usage repeats that of the calls beneath it, so it counts nothing itself.'
          : 'Another span tells of the same call and counts in its place.'}
      </p>
    )
  if (rows.length === 0)
    return <p className="px-4 max-sm:px-3 py-3 text-12 text-3">The span used no tokens that the client told of.</p>
  return (
    <Section title="Tokens and cost" detail={priceDetail(span)}>
      <Table label="Tokens by kind" columns={COLUMNS} rows={rows} keyOf={({ kind }) => kind} />
      <dl className="mt-2 flex flex-col gap-1 text-12">
        <Line label="Input" usd={span.cost_input} />
        <Line label="Output" usd={span.cost_output} />
        <Line label="Total" usd={span.cost_usd} strong />
        {span.cost_reported !== null && <Line label="As the client reported it" usd={span.cost_reported} />}
      </dl>
    </Section>
  )
}

function Line({ label, usd, strong = false }: { label: string; usd: number | null; strong?: boolean }) {
  return (
    <div className={`flex ${strong ? 'font-semibold' : ''}`}>
      <dt className="flex-1">{label}</dt>
      <dd className="num">{formatMoneyExact(usd)}</dd>
    </div>
  )
}

function priceDetail({ cost_source }: SpanDetail): string {
  if (cost_source === 'reported') return 'reported by the client'
  return cost_source === 'computed' ? 'from the price list' : 'no price is known for this model'
}

function tokenRows(span: SpanDetail): TokenRow[] {
  const kinds: [string, number | null][] = [
    ['input, not cached', span.uncached_input_tokens ?? span.input_tokens],
    ['input, read from cache', span.cache_read_tokens],
    ['input, written to cache', span.cache_write_tokens],
    ['output', span.output_tokens],
    ['of it reasoning', span.reasoning_tokens],
  ]
  return kinds.flatMap(([kind, count]) => (count === null || count === 0 ? [] : [{ kind, count }]))
}
