import { useRevalidator, useSearchParams } from '@remix-run/react'
import Radio from 'lucide-react/icons/radio'
import { useEffect } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'

const LIVE_MS = 2000

/** Asks for the newest every two seconds while the page is seen. */
export function LiveButton() {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const { revalidate, state } = useRevalidator()
  const live = params.get('live') === '1'
  useEffect(() => {
    if (!live) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && state === 'idle') revalidate()
    }, LIVE_MS)
    return () => clearInterval(timer)
  }, [live, state, revalidate])
  const toggle = () => patch({ live: live ? undefined : '1' }, { replace: true })
  useCommands([{ id: 'traces.live', label: 'Live on or off', section: 'Do', keys: 'l', run: toggle }])
  return (
    <Button icon={Radio} pressed={live} onClick={toggle}>
      Live
    </Button>
  )
}
