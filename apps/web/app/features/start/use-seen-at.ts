import { type MutableRefObject, useEffect, useRef } from 'react'

const SIGNS = ['focus', 'pointerdown', 'keydown', 'visibilitychange'] as const

/** When somebody was last at the page: opened it, came back to it, pressed something. Milliseconds since 1970. */
export function useSeenAt(): MutableRefObject<number> {
  const seenAt = useRef(Date.now())
  useEffect(() => {
    const see = () => {
      seenAt.current = Date.now()
    }
    for (const sign of SIGNS) window.addEventListener(sign, see, true)
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, see, true)
    }
  }, [])
  return seenAt
}
