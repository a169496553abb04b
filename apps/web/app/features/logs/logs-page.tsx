import { useParams, useSearchParams } from '@remix-run/react'
import Search from 'lucide-react/icons/search'
import { BehindNote, type Lag } from '~/features/shell/index.ts'
import { Button } from '~/ui/controls/button.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { Segmented } from '~/ui/controls/segmented.tsx'
import { Select } from '~/ui/controls/select.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { formatCountOf } from '~/ui/format/number.ts'
import { Icon } from '~/ui/icon.tsx'
import { GridList } from '~/ui/lists/grid-list.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { NoneInRange } from '~/ui/time/none-in-range.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { LogSmallRow, logColumns } from './log-columns.tsx'
import { type LogFilters, readLogFilters, SEVERITIES } from './log-filters.ts'
import { LogPanel } from './log-panel.tsx'
import { type LogPage, useLogPages } from './use-log-pages.ts'

export interface LogsPageProps {
  page: LogPage
  services: readonly string[]
  extent: { oldest: string; newest: string } | null
  lag: Lag | null
}

const ALL = '*'

/** The list of log records, and the one that is selected. */
export function LogsPage({ page, services, extent, lag }: LogsPageProps) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const pages = useLogPages(page)
  const filters = readLogFilters(params)
  const selected = pages.rows.find(({ id }) => id === params.get('log'))
  const select = (log: string | undefined) => patch({ log }, { replace: true })
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">Logs</h1>
      <LogFilterBar
        filters={filters}
        services={services}
        summary={`${formatCountOf(pages.rows.length, 'record')}${pages.complete ? '' : ' so far'}`}
        onChange={patch}
      />
      <div className="relative flex min-h-0 flex-1">
        {pages.rows.length === 0 ? (
          <div className="list-place">
            <BehindNote lag={lag} />
            <LogListState filters={filters} extent={extent} />
          </div>
        ) : (
          <GridList
            label="Log records"
            noun="record"
            columns={logColumns()}
            rows={pages.rows}
            keyOf={({ id }) => id}
            small={(log) => <LogSmallRow log={log} />}
            activeKey={params.get('log') ?? undefined}
            onActive={(log) => select(log.id)}
            onClear={() => select(undefined)}
            onNearEnd={pages.loadMore}
          />
        )}
        {selected && (
          <div className="w-[clamp(320px,36%,560px)] flex-none max-md:absolute max-md:inset-y-0 max-md:right-0 max-md:z-10 max-sm:inset-x-0 max-sm:top-1/3 max-sm:w-auto">
            <LogPanel log={selected} onClose={() => select(undefined)} />
          </div>
        )}
      </div>
    </div>
  )
}

interface LogFilterBarProps {
  filters: LogFilters
  services: readonly string[]
  summary: string
  onChange: (patch: Record<string, string | undefined>) => void
}

function LogFilterBar({ filters, services, summary, onChange }: LogFilterBarProps) {
  const options = [
    { value: ALL, label: 'All services' },
    ...services.filter(Boolean).map((name) => ({ value: name, label: name })),
  ]
  return (
    <form
      className="flex flex-none flex-wrap items-center gap-2 px-4 py-2 max-sm:px-3"
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ text: String(new FormData(event.currentTarget).get('text') ?? '').trim() })
      }}
    >
      <TextInput
        key={filters.text}
        name="text"
        aria-label="Search in bodies"
        placeholder="Search in bodies"
        defaultValue={filters.text}
        maxLength={1000}
        leading={<Icon of={Search} className="text-3" />}
        trailing={<span className="whitespace-nowrap text-12 text-3">{summary}</span>}
        fieldClassName="min-w-48 flex-1"
      />
      <Segmented
        label="Severity"
        value={filters.severity}
        options={SEVERITIES as never}
        onChange={(severity: string) => onChange({ severity })}
      />
      <Select
        compact
        label="Service"
        value={filters.service || ALL}
        options={options}
        onChange={(service) => onChange({ service: service === ALL ? undefined : service })}
      />
    </form>
  )
}

function LogListState({ filters, extent }: { filters: LogFilters; extent: LogsPageProps['extent'] }) {
  const { projectId } = useParams()
  const patch = useSearchPatch()
  if (extent === null) {
    return (
      <ListState
        kind="never"
        title="No log record has ever arrived"
        reason="Add an OTLP log exporter to your app: it sends to the same address as spans do."
        actions={
          <ButtonLink variant="primary" to={`/p/${projectId}/start`}>
            Show where to send
          </ButtonLink>
        }
      />
    )
  }
  if (Object.values(filters).some((value) => value !== '')) {
    const clear = { text: undefined, service: undefined, severity: undefined, trace: undefined }
    return (
      <ListState
        kind="filtered_out"
        title="No log record matches"
        actions={
          <Button variant="primary" onClick={() => patch(clear)}>
            Clear filters
          </Button>
        }
      />
    )
  }
  return <NoneInRange title="No log record in this range" newest={extent.newest} />
}
