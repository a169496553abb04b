import { useEffect } from 'react'
import { listenToKeys } from '~/ui/keyboard/key-listener.ts'
import { Logo } from '~/ui/marks/logo.tsx'
import { KitCharts } from './kit-charts.tsx'
import { KitCode } from './kit-code.tsx'
import { KitControls } from './kit-controls.tsx'
import { KitLists } from './kit-lists.tsx'
import { KitMarks } from './kit-marks.tsx'
import { KitOverlays } from './kit-overlays.tsx'
import { KitStates } from './kit-states.tsx'

/** Every part of the kit in its states, to look at and to test. */
export function KitPage() {
  useEffect(() => listenToKeys(document), [])
  return (
    <main>
      <header className="flex h-12 items-center gap-3 border-line-1 border-b px-5">
        <a href="/" aria-label="PyFlare">
          <Logo size={28} />
        </a>
        <h1 className="font-semibold text-18">Kit</h1>
        <span className="ell text-12 text-3">each part of the pages, in its states</span>
      </header>
      <div className="kit-grid">
        <KitControls />
        <KitMarks />
        <KitStates />
        <KitOverlays />
        <KitCode />
        <KitCharts />
        <KitLists />
      </div>
    </main>
  )
}
