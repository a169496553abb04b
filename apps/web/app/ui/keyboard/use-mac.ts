import { createContext, useContext } from 'react'

const Mac = createContext(false)

/** Once, around the page: whether its reader has a Mac. The server knows by what the browser says of itself, and draws keys right at once. */
export const MacProvider = Mac.Provider

/** Whether keys are printed as on a Mac. */
export function useMac(): boolean {
  return useContext(Mac)
}

/** Whether a browser that calls itself `userAgent` runs on what has a command key. */
export function isMac(userAgent: string | null): boolean {
  return /Mac|iP(hone|ad|od)/.test(userAgent ?? '')
}
