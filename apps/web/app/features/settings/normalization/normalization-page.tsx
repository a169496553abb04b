import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { formatCount, formatCountOf } from '~/ui/format/number.ts'
import type { Column } from '~/ui/lists/column.ts'
import { Table } from '~/ui/lists/table.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { isOpen, type Normalization, outdatedSpans } from './normalization-data.ts'
import { RunDetail } from './run-detail.tsx'
import { RunHistory } from './run-history.tsx'
import { StartRun } from './start-run.tsx'

const ASK_EVERY_MS = 1_000

/** Which rules read the spans that are stored, and what reading them again changes. */
export function NormalizationPage({ normalization }: { normalization: Normalization }) {
  const { runs } = normalization
  const revalidator = useRevalidator()
  const [newest] = runs
  const running = isOpen(newest)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it asks for as long as a run is open.
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => revalidator.state === 'idle' && revalidator.revalidate(), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [running])
  return (
    <div>
      <div className="page-title">
        <h1>Normalization</h1>
        <span className="text-12 text-3">rules of version {normalization.current_version}</span>
      </div>
      <p className="max-w-[72ch] text-2">
        Spans are read when they come: whichever words a library uses, rules find model, tokens, messages and so on.
        When the rules get better, spans that are stored already can be read again. Cost follows by corrections, so
        nothing counts twice.
      </p>
      <StartRun normalization={normalization} />
      {newest !== undefined && <RunDetail key={newest.run_id} run={newest} />}
      <Versions normalization={normalization} />
      <RunHistory runs={runs} />
    </div>
  )
}

type VersionRow = Normalization['versions'][number] & { current: boolean }

const COLUMNS: Column<VersionRow>[] = [
  {
    id: 'version',
    head: 'Read by',
    cell: ({ version, current }) => (
      <span className="flex items-center gap-2">
        version {version}
        {current ? <Badge tone="ok">now</Badge> : <Badge tone="outline">older</Badge>}
      </span>
    ),
  },
  { id: 'spans', head: 'Spans', align: 'end', cell: ({ spans }) => formatCount(spans) },
]

function Versions({ normalization }: { normalization: Normalization }) {
  const { versions, current_version } = normalization
  const outdated = outdatedSpans(normalization)
  const rows = versions.map((row) => ({ ...row, current: row.version >= current_version }))
  return (
    <section className="settings-block">
      <h2>Which rules read the spans</h2>
      <p className="mb-2 text-2">
        {versions.length === 0
          ? 'No span is stored yet.'
          : outdated === 0
            ? 'Every span was read by the rules of now.'
            : `${formatCountOf(outdated, 'span')} ${outdated === 1 ? 'was' : 'were'} read by older rules.`}
      </p>
      {rows.length > 0 && (
        <div className="max-w-[420px]">
          <Table label="Spans by version" columns={COLUMNS} rows={rows} keyOf={({ version }) => String(version)} cozy />
        </div>
      )}
    </section>
  )
}
