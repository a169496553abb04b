import { useEffect, useState } from 'react'

const ASK_EVERY_MS = 1_000
const PATIENCE_MS = 60_000

/** After a run was asked for, asks each second until a newer one than before is there; gives up after a minute. */
export function useAwaitRun(newestRun: string | undefined, ask: () => void) {
  const [since, setSince] = useState<{ newest: string | undefined; at: number }>()
  const [overdue, setOverdue] = useState(false)
  const waiting = since !== undefined && since.newest === newestRun && !overdue
  // biome-ignore lint/correctness/useExhaustiveDependencies: it waits for one run at a time.
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => {
      if (Date.now() - (since?.at ?? 0) > PATIENCE_MS) setOverdue(true)
      else ask()
    }, ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [waiting])
  const begin = () => {
    setOverdue(false)
    setSince({ newest: newestRun, at: Date.now() })
  }
  return { waiting, overdue: overdue && since?.newest === newestRun, begin }
}
