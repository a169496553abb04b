import { useEffect, useState } from 'react'

/** Whether the page's scripts are at work: false while it is as the server drew it. */
export function useHydrated(): boolean {
  const [hydrated, setHydrated] = useState(false)
  useEffect(() => setHydrated(true), [])
  return hydrated
}
