import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether keys are printed as on a Mac. The server can't know and says yes, as the design is drawn. */
export function useMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iP(hone|ad|od)/.test(navigator.userAgent),
    () => true,
  )
}
