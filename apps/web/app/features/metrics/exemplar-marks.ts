import type { Exemplar } from '~/api/rows.ts'
import type { ChartMark } from '~/ui/charts/line-series.ts'
import { formatClock } from '~/ui/format/time.ts'

/** An exemplar that leads to a trace. */
export type TracedExemplar = Exemplar & { trace_id: string; href: string }

export function tracedExemplars(exemplars: readonly Exemplar[], projectId: string): TracedExemplar[] {
  return exemplars.flatMap((exemplar) => {
    const { trace_id, span_id } = exemplar
    if (trace_id === null) return []
    const span = span_id === null ? '' : `?span=${span_id}`
    return [{ ...exemplar, trace_id, href: `/p/${encodeURIComponent(projectId)}/traces/${trace_id}${span}` }]
  })
}

/** `measured`: whether the chart's lines are on the scale of what was measured. */
export function exemplarMarks(
  exemplars: readonly TracedExemplar[],
  format: (value: number) => string,
  measured: boolean,
): ChartMark[] {
  return exemplars.map(({ time, value, service_name, href }) => ({
    at: Date.parse(time),
    value: measured ? value : null,
    label: `${format(value)} in ${service_name} at ${formatClock(time)}, open its trace`,
    href,
  }))
}
