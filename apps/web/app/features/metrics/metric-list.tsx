import type { MetricDescriptor } from '~/api/rows.ts'
import { formatCount } from '~/ui/format/number.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'

interface MetricListProps {
  metrics: readonly MetricDescriptor[]
  selected: string | undefined
}

/** Every metric that clients sent in the range. */
export function MetricList({ metrics, selected }: MetricListProps) {
  const patch = useSearchPatch()
  return (
    <ul aria-label="Metrics" className="scroll-thin max-h-[420px] min-w-0 overflow-y-auto max-md:max-h-60">
      {metrics.map((metric) => (
        <li key={metric.name}>
          <button
            type="button"
            aria-pressed={metric.name === selected}
            title={metric.description}
            className={`w-full rounded-2 px-2 py-1 text-left text-12 hover:bg-hover ${metric.name === selected ? 'bg-active font-medium' : ''}`}
            onClick={() => patch({ metric: metric.name, aggregation: undefined })}
          >
            <span className="mono-s ell block">{metric.name}</span>
            <span className="font-normal text-11 text-3">
              {metric.value_type.replace('_', ' ')}
              {metric.unit !== '' && `, ${metric.unit}`}, {formatCount(metric.series)} series
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
