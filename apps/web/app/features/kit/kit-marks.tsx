import { seriesColour } from '~/ui/charts/series-colours.ts'
import { Note } from '~/ui/layout/note.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { KINDS } from '~/ui/marks/kinds.ts'
import { Logo } from '~/ui/marks/logo.tsx'
import { PersonMark } from '~/ui/marks/person-mark.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { STATUS_WORDS, STATUSES } from '~/ui/marks/statuses.ts'
import { KitBlock } from './kit-block.tsx'

const SURFACES = ['sunken', 'canvas', 'raised', 'overlay', 'hover', 'active']

export function KitMarks() {
  return (
    <>
      <KitBlock title="Status and badges" detail="shape, colour and word together">
        <div className="mb-3 flex flex-wrap gap-5 text-12">
          {STATUSES.map((status) => (
            <span key={status} className="flex items-center gap-1.5">
              <StatusMark status={status} silent />
              {STATUS_WORDS[status]}
            </span>
          ))}
        </div>
        <div className="mb-4 flex flex-wrap gap-2">
          <Badge tone="ok">pass 0.94</Badge>
          <Badge tone="warn">partial</Badge>
          <Badge tone="error">failed</Badge>
          <Badge tone="info">verdict</Badge>
          <Badge>exact</Badge>
          <Badge tone="outline">acknowledged</Badge>
        </div>
        <div className="flex items-center gap-6">
          <Logo size={64} />
          <Logo size={32} />
          <Logo size={20} />
          <PersonMark name="Ann Lindqvist" />
        </div>
      </KitBlock>
      <KitBlock title="Kinds of span" detail="icon, word and hue, never hue alone">
        <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
          {Object.keys(KINDS).map((kind) => (
            <div key={kind} className={`k-${kind} flex h-6 items-center gap-2 text-12`}>
              <KindIcon kind={kind} silent />
              <span className="ell flex-1">{kind}</span>
              <span className="h-3 w-10 rounded-1 bg-(--k)" />
            </div>
          ))}
        </div>
      </KitBlock>
      <KitBlock title="Series and surfaces" detail="in this order">
        <div className="mb-4 grid grid-cols-8 gap-1">
          {Array.from({ length: 8 }, (_, index) => seriesColour(index)).map((colour, index) => (
            <div key={colour} className="text-11 text-3">
              <span className="block h-7" style={{ background: colour }} />
              {index + 1}
            </div>
          ))}
        </div>
        <div className="grid grid-cols-3 gap-1 sm:grid-cols-6">
          {SURFACES.map((surface) => (
            <div
              key={surface}
              className="ell border border-line-1 p-2 text-12"
              style={{ background: `var(--surface-${surface})` }}
            >
              {surface}
              <span className="block text-11 text-3">text-3 here</span>
            </div>
          ))}
        </div>
      </KitBlock>
      <KitBlock title="Notes" detail="about a page as a whole">
        <div className="flex flex-col gap-2">
          <Note>Prices are those of 1 Nov 2026.</Note>
          <Note tone="ok">The key was created.</Note>
          <Note tone="warn">Counts are about 12 s behind.</Note>
          <Note tone="error">Retention not saved. The limit must be above 0 days.</Note>
          <Note tone="info">Sampled: 1 of 10 traces is kept.</Note>
        </div>
      </KitBlock>
    </>
  )
}
