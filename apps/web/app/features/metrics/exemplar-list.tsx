import { Link } from '@remix-run/react'
import type { Exemplar } from '~/api/rows.ts'
import { formatMomentMs } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { Table } from '~/ui/lists/table.tsx'
import type { TracedExemplar } from './exemplar-marks.ts'

const SHOWN = 10

interface ExemplarListProps {
  exemplars: readonly TracedExemplar[]
  /** The metric that brought them, where the heading above does not name it. */
  of?: string
  format: (value: number) => string
}

/** The greatest exemplars of a metric or measure: the way from a number to the trace behind it. */
export function ExemplarList({ exemplars, of, format }: ExemplarListProps) {
  if (exemplars.length === 0) return null
  const rows = [...exemplars].sort((a, b) => b.value - a.value).slice(0, SHOWN)
  const columns: Column<TracedExemplar>[] = [
    { id: 'time', head: 'At, UTC', cell: ({ time }) => formatMomentMs(time) },
    { id: 'value', head: 'Measured', align: 'end', cell: ({ value }) => format(value) },
    { id: 'service', head: 'Service', small: 'hidden', cell: ({ service_name }) => service_name },
    { id: 'series', head: 'Series', small: 'hidden', cell: (exemplar) => <Attributes exemplar={exemplar} /> },
    {
      id: 'trace',
      head: 'Trace',
      cell: ({ href, trace_id }) => (
        <Link className="link mono-s" to={href}>
          {trace_id.slice(0, 8)}
        </Link>
      ),
    },
  ]
  return (
    <section className="mt-4">
      <h3 className="mb-1 font-semibold text-12">
        Exemplars{' '}
        <span className="wrap-anywhere ml-1 font-normal text-11 text-3">
          single measurements{of !== undefined && ` of ${of}`}, the greatest first
        </span>
      </h3>
      <Table label="Exemplars" columns={columns} rows={rows} keyOf={({ href, time }) => `${time} ${href}`} />
    </section>
  )
}

function Attributes({ exemplar: { series_attributes, attributes } }: { exemplar: Exemplar }) {
  const words = Object.entries({ ...series_attributes, ...attributes })
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
  return (
    <span className="mono-s ell block max-w-80 text-2" title={words}>
      {words}
    </span>
  )
}
