import { createContext, useContext } from 'react'

/** The word that this page's own scripts carry. Browsers hide it again, so it is known on the server alone. */
export const NonceContext = createContext<string | undefined>(undefined)

export function useNonce(): string | undefined {
  return useContext(NonceContext)
}
