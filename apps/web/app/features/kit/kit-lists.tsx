import { useState } from 'react'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatInOutCompact } from '~/ui/format/number.ts'
import { formatClock } from '~/ui/format/time.ts'
import { Facts } from '~/ui/layout/facts.tsx'
import { Panel } from '~/ui/layout/panel.tsx'
import { Section } from '~/ui/layout/section.tsx'
import type { Column, Sort } from '~/ui/lists/column.ts'
import { GridList } from '~/ui/lists/grid-list.tsx'
import { SkeletonRows } from '~/ui/lists/skeleton-rows.tsx'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { STATUSES } from '~/ui/marks/statuses.ts'
import { KitBlock } from './kit-block.tsx'

interface Row {
  id: string
  at: number
  name: string
  kind: string
  input: string
  ms: number
  usd: number | null
}

const START = Date.parse('2026-11-24T09:41:07Z')
const ROWS: Row[] = Array.from({ length: 1000 }, (_, index) => ({
  id: `t${index}`,
  at: START + index * 61_000,
  name: index % 5 === 3 ? 'kb_answer' : 'resolve_ticket',
  kind: index % 5 === 3 ? 'chain' : 'agent',
  input:
    'I was charged twice for order 84213-07 and the parcel still has not arrived. Can you refund one of the charges?',
  ms: 61_902 / (1 + index * 0.4),
  usd: index % 9 === 8 ? null : 0.0268 / (1 + index * 0.1),
}))

const COLUMNS: Column<Row>[] = [
  {
    id: 'status',
    head: <span className="sr-only">Status</span>,
    width: '36px',
    align: 'center',
    cell: (_, index) => <StatusMark status={STATUSES[index % 4] ?? 'ok'} />,
  },
  { id: 'at', head: 'Started', width: '64px', cell: ({ at }) => <span className="text-2">{formatClock(at)}</span> },
  {
    id: 'name',
    head: 'Name',
    width: 'minmax(120px, 180px)',
    cell: ({ name, kind }) => (
      <span className="flex items-center gap-1.5 font-medium">
        <KindIcon kind={kind} />
        <span className="ell">{name}</span>
      </span>
    ),
  },
  { id: 'input', head: 'Input', cell: ({ input }) => input },
  { id: 'ms', head: 'Duration', width: '72px', align: 'end', sortable: true, cell: ({ ms }) => formatDuration(ms) },
  {
    id: 'tokens',
    head: 'Tokens',
    width: '96px',
    align: 'end',
    cell: (_, index) => <span className="text-2">{formatInOutCompact(22_654 - index, 1_163)}</span>,
  },
  { id: 'usd', head: 'Cost', width: '64px', align: 'end', sortable: true, cell: ({ usd }) => formatMoney(usd) },
]

export function KitLists() {
  const [sort, setSort] = useState<Sort>({ column: 'ms', direction: 'descending' })
  const [open, setOpen] = useState<Row>()
  return (
    <>
      <KitBlock title="Grid list" detail="1,000 rows, of which those in view are drawn; j k ↵" wide>
        <div className="flex h-80">
          <GridList
            label="Sample traces"
            noun="trace"
            columns={COLUMNS}
            rows={ROWS}
            keyOf={({ id }) => id}
            sort={sort}
            onSort={(column) =>
              setSort({ column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' })
            }
            onOpen={setOpen}
            isNew={({ id }) => id === 't2'}
            small={({ name, kind, ms, input, usd }) => (
              <span className="flex h-full flex-col justify-center px-3">
                <span className="flex items-center gap-2">
                  <KindIcon kind={kind} />
                  <span className="ell flex-1 font-medium">{name}</span>
                  <b className="font-semibold">{formatDuration(ms)}</b>
                </span>
                <span className="flex gap-2 text-2">
                  <span className="ell flex-1">{input}</span>
                  {formatMoney(usd)}
                </span>
              </span>
            )}
          />
          {open && (
            <Panel
              label="Trace"
              className="w-80"
              title={open.name}
              mark={<KindIcon kind={open.kind} />}
              onClose={() => setOpen(undefined)}
            >
              <Facts
                className="px-4 pb-3"
                facts={[
                  { label: 'Duration', value: formatDuration(open.ms) },
                  { label: 'Cost', value: formatMoney(open.usd) },
                ]}
              />
              <Section title="Input" detail="76 tokens">
                {open.input}
              </Section>
            </Panel>
          )}
        </div>
      </KitBlock>
      <KitBlock title="Loading" detail="the height of what comes" wide>
        <SkeletonRows count={3} />
      </KitBlock>
    </>
  )
}
