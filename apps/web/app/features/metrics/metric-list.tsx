import type { ReactNode } from 'react'
import type { MetricDescriptor } from '~/api/rows.ts'
import { formatCountOf } from '~/ui/format/number.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { useCurrentInSight } from '~/ui/use-current-in-sight.ts'
import { measuresOf, measureTitle } from './measures.ts'
import { unitName } from './unit.ts'

/** What is measured of model calls, whoever names it, and then every metric as it was sent. */
export function MetricList({
  metrics,
  selected,
}: {
  metrics: readonly MetricDescriptor[]
  selected: string | undefined
}) {
  const measures = measuresOf(metrics)
  const list = useCurrentInSight<HTMLDivElement>(selected)
  return (
    <div
      ref={list}
      className="scroll-thin flex max-h-[480px] min-w-0 flex-col gap-4 overflow-y-auto max-md:max-h-72 max-md:border-line-1 max-md:border-b"
    >
      {measures.length > 0 && (
        <Group label="Model calls">
          {measures.map(({ measure, title, metrics: names }) => (
            <Entry key={measure} name={measure} title={names.join(', ')} selected={measure === selected}>
              <span className="ell block">{title}</span>
              <span className="ell block font-normal text-11 text-3">
                {names.length === 1 ? names[0] : formatCountOf(names.length, 'metric')}
              </span>
            </Entry>
          ))}
        </Group>
      )}
      <Group label={measures.length > 0 ? 'As they were sent' : 'Metrics'}>
        {metrics.map((metric) => (
          <Entry key={metric.name} name={metric.name} title={metric.description} selected={metric.name === selected}>
            <span className="mono-s ell block">{metric.name}</span>
            <span className="ell block font-normal text-11 text-3">
              {[
                metric.value_type.replaceAll('_', ' '),
                unitName(metric.unit),
                formatCountOf(metric.series, 'series', 'series'),
                measureTitle(metric.measure),
              ]
                .filter((part) => part !== '')
                .join(', ')}
            </span>
          </Entry>
        ))}
      </Group>
    </div>
  )
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="mb-1 px-2 text-11 text-3">{label}</h2>
      <ul aria-label={label}>{children}</ul>
    </section>
  )
}

interface EntryProps {
  name: string
  title: string
  selected: boolean
  children: ReactNode
}

function Entry({ name, title, selected, children }: EntryProps) {
  const patch = useSearchPatch()
  return (
    <li>
      <button
        type="button"
        aria-pressed={selected}
        title={title}
        className={`w-full rounded-2 px-2 py-1 text-left text-12 hover:bg-hover ${selected ? 'bg-active font-medium' : ''}`}
        onClick={() => patch({ metric: name, aggregation: undefined, group: undefined })}
      >
        {children}
      </button>
    </li>
  )
}
