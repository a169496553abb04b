import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Segmented } from '~/ui/controls/segmented.tsx'
import { Select } from '~/ui/controls/select.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Icon } from '~/ui/icon.tsx'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { activeFilters, FILTER_NAMES, FILTER_WORDS, type TraceFilters } from './trace-filters.ts'

interface FilterBarProps {
  filters: TraceFilters
  services: readonly string[]
  models: readonly string[]
  /** At the right of the text field: how many traces there are. */
  summary: ReactNode
  onChange: (patch: Partial<Record<keyof TraceFilters, string | undefined>>) => void
}

const STATUSES = [
  { value: '', label: 'All' },
  { value: 'error', label: 'Failed' },
  { value: 'ok', label: 'Ok' },
] as const

const CHIPS: ReadonlySet<string> = new Set([
  'name',
  'environment',
  'user',
  'session',
  'release',
  'tag',
  'minMs',
  'minCost',
])

/** Text, status, service and model; whatever else the address asks for stands beside them as chips. */
export function FilterBar({ filters, services, models, summary, onChange }: FilterBarProps) {
  const chips = activeFilters(filters).filter(({ name }) => CHIPS.has(name))
  const clearAll = () => onChange(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])))
  return (
    <div className="flex flex-none flex-col gap-2 px-4 pt-2 pb-2 max-sm:px-3">
      <SearchField text={filters.text} summary={summary} onSearch={(text) => onChange({ text })} />
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Status"
          value={filters.status}
          options={STATUSES}
          onChange={(status) => onChange({ status })}
        />
        <Choice
          label="Service"
          all="All services"
          value={filters.service}
          options={services}
          onChange={(service) => onChange({ service })}
        />
        <Choice
          label="Model"
          title="Traces of which a call that counts is of this model"
          all="All models"
          value={filters.model}
          options={models}
          onChange={(model) => onChange({ model })}
        />
        {chips.map(({ name, value }) => (
          <button
            key={name}
            type="button"
            className="btn btn-small"
            title="Drop this filter"
            onClick={() => onChange({ [name]: undefined })}
          >
            <span className="text-2">{FILTER_WORDS[name]}</span> {value}
            <Icon of={X} size={12} className="text-3" />
            <span className="sr-only">Drop this filter</span>
          </button>
        ))}
        {activeFilters(filters).length > 0 && (
          <Button variant="quiet" size="small" onClick={clearAll}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  )
}

const ALL = '*'

interface ChoiceProps {
  label: string
  title?: string
  all: string
  value: string
  options: readonly string[]
  onChange: (value: string | undefined) => void
}

function Choice({ label, title, all, value, options, onChange }: ChoiceProps) {
  const known = value === '' || options.includes(value) ? options : [value, ...options]
  return (
    <Select
      compact
      label={label}
      title={title}
      value={value === '' ? ALL : value}
      options={[
        { value: ALL, label: all },
        ...known.filter(Boolean).map((option) => ({ value: option, label: option })),
      ]}
      onChange={(next) => onChange(next === ALL ? undefined : next)}
    />
  )
}

function SearchField({
  text,
  summary,
  onSearch,
}: {
  text: string
  summary: ReactNode
  onSearch: (text: string | undefined) => void
}) {
  const [typed, setTyped] = useState(text)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => setTyped(text), [text])
  useCommands([
    { id: 'traces.find', label: 'Search in traces', section: 'Move', keys: '/', run: () => field.current?.focus() },
  ])
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSearch(typed.trim() || undefined)
        }}
      >
        <TextInput
          ref={field}
          aria-label="Search in inputs and outputs"
          placeholder="Search in inputs and outputs"
          value={typed}
          maxLength={1000}
          leading={<Icon of={Search} className="text-3" />}
          trailing={<span className="whitespace-nowrap text-12 text-3">{summary}</span>}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => typed.trim() !== text && onSearch(typed.trim() || undefined)}
        />
      </form>
    </search>
  )
}
