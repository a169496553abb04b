import ChartLine from 'lucide-react/icons/chart-line'
import Table2 from 'lucide-react/icons/table-2'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { IconButton } from '../controls/icon-button.tsx'

export interface LegendEntry {
  name: string
  colour: string
}

interface ChartFrameProps {
  title: string
  /** Unit and bucket: "p95, ms, per 5 min". */
  subtitle?: string
  legend?: readonly LegendEntry[]
  actions?: ReactNode
  /** The same numbers as a table. */
  table: ReactNode
  /** The chart. */
  children: ReactNode
}

/** Title, legend, and the way to the numbers behind a picture. */
export function ChartFrame({ title, subtitle, legend = [], actions, table, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-center gap-x-4 gap-y-1 max-sm:flex-wrap">
        <span className="min-w-0 max-sm:flex-1">
          <span className="chart-title block">{title}</span>
          {subtitle && <span className="chart-subtitle block">{subtitle}</span>}
        </span>
        <span className="flex-1 max-sm:hidden" />
        {legend.length > 1 && (
          <span className="legend min-w-0 justify-end max-sm:order-last max-sm:basis-full max-sm:justify-start">
            {legend.map(({ name, colour }) => (
              <span key={name} style={{ '--swatch': colour } as CSSProperties}>
                <i />
                {name}
              </span>
            ))}
          </span>
        )}
        {actions}
        <IconButton
          icon={asTable ? ChartLine : Table2}
          label={asTable ? 'Show as chart' : 'Show as table'}
          size="small"
          pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      </figcaption>
      {asTable ? table : children}
    </figure>
  )
}
