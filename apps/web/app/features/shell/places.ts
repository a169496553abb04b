import ChartLine from 'lucide-react/icons/chart-line'
import Inbox from 'lucide-react/icons/inbox'
import ListTree from 'lucide-react/icons/list-tree'
import ScrollText from 'lucide-react/icons/scroll-text'
import Settings from 'lucide-react/icons/settings'
import type { IconShape } from '~/ui/icon.tsx'

export interface Place {
  /** The segment below `/p/<project>/`. */
  path: string
  label: string
  icon: IconShape
  /** After `g`. */
  key: string
  words?: string
}

/** The places of this version, in the order of the rail. */
export const PLACES: readonly Place[] = [
  { path: 'traces', label: 'Traces', icon: ListTree, key: 't', words: 'spans calls' },
  { path: 'logs', label: 'Logs', icon: ScrollText, key: 'r', words: 'records' },
  { path: 'metrics', label: 'Metrics', icon: ChartLine, key: 'm', words: 'charts time series' },
  {
    path: 'ingest',
    label: 'Ingest',
    icon: Inbox,
    key: 'i',
    words: 'ledger accepted rejected late instrumentation libraries sdk dialects',
  },
]

export const SETTINGS: Place = {
  path: 'settings',
  label: 'Settings',
  icon: Settings,
  key: ',',
  words: 'retention project',
}

export function addressOf(projectId: string, path: string): string {
  return `/p/${encodeURIComponent(projectId)}/${path}`
}
