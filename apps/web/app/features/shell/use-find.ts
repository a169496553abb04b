import { createContext, useContext } from 'react'

/** Opens ⌘K. Given by the shell. */
export const FindContext = createContext<() => void>(() => {})

export function useFind(): () => void {
  return useContext(FindContext)
}
