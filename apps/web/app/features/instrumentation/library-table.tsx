import type { Instrumentation } from '~/api/rows.ts'
import { formatCompact, formatPercent } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { Table } from '~/ui/lists/table.tsx'
import { Badge } from '~/ui/marks/badge.tsx'

type Library = Instrumentation['libraries'][number]

const COLUMNS: Column<Library>[] = [
  {
    id: 'library',
    head: 'Library',
    cell: ({ scope_name, scope_version }) => (
      <>
        <span className="mono-s">{scope_name === '' ? 'without a name' : scope_name}</span>{' '}
        <span className="text-11 text-3">{scope_version}</span>
      </>
    ),
  },
  { id: 'service', head: 'Service', cell: ({ service_name }) => service_name },
  {
    id: 'sdk',
    head: 'SDK',
    small: 'hidden',
    cell: ({ sdk_language, sdk_name, sdk_version }) =>
      sdk_language === '' ? <None title="Its resource names no SDK." /> : `${sdk_language}, ${sdk_name} ${sdk_version}`,
  },
  {
    id: 'dialects',
    head: 'Speaks',
    small: 'below',
    cell: ({ dialects }) =>
      dialects.length === 0 ? (
        <None title="It uses no words of AI instrumentation." />
      ) : (
        <span className="inline-flex gap-1">
          {dialects.map((dialect) => (
            <Badge key={dialect}>{dialect}</Badge>
          ))}
        </span>
      ),
  },
  { id: 'spans', head: 'Spans', align: 'end', cell: ({ spans }) => formatCompact(spans) },
  {
    id: 'calls',
    head: 'Calls',
    align: 'end',
    cell: ({ calls }) => (calls === 0 ? <None title="It calls no model." /> : formatCompact(calls)),
  },
  share('usage', 'With usage', ({ usage_missing }) => usage_missing),
  share('messages', 'With messages', ({ without_messages }) => without_messages),
  share('model', 'With a model', ({ without_model }) => without_model),
  {
    id: 'repaired',
    head: 'Repaired',
    align: 'end',
    small: 'hidden',
    cell: ({ repaired }) =>
      repaired === 0 ? (
        <None title="Nothing had to be put right." />
      ) : (
        <span title="Spans whose token counts were put right.">{formatCompact(repaired)}</span>
      ),
  },
  {
    id: 'last',
    head: 'Last span, UTC',
    align: 'end',
    small: 'hidden',
    cell: ({ last_seen }) => formatMoment(last_seen),
  },
]

/** One row a library of a service. */
export function LibraryTable({ libraries }: { libraries: readonly Library[] }) {
  return (
    <Table
      label="Libraries"
      columns={COLUMNS}
      rows={libraries}
      keyOf={({ service_name, scope_name, scope_version }) => JSON.stringify([service_name, scope_name, scope_version])}
      cozy
    />
  )
}

/** How much of a library's calls has something. */
function share(id: string, head: string, lacking: (library: Library) => number): Column<Library> {
  return {
    id,
    head,
    align: 'end',
    small: 'hidden',
    cell: (library) => {
      if (library.calls === 0) return <None title="It calls no model." />
      const lacks = lacking(library)
      return (
        <span className={lacks > 0 ? 'font-semibold text-warn' : undefined}>
          {formatPercent(1 - lacks / library.calls)}
        </span>
      )
    },
  }
}

function None({ title }: { title: string }) {
  return (
    <span className="text-3" title={title}>
      –
    </span>
  )
}
