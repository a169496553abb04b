import { useSearchParams } from '@remix-run/react'

/** What to change in the address: undefined, and '', take a parameter away. */
export type SearchPatch = Record<string, string | undefined>

export function patchSearch(params: URLSearchParams, patch: SearchPatch): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

/**
 * Changes some parameters of the address and keeps the rest: the address holds the state of every view. `replace` for what
 * the Back button should not walk through, as a selected row.
 */
export function useSearchPatch(): (patch: SearchPatch, options?: { replace?: boolean }) => void {
  const [, setParams] = useSearchParams()
  return (patch, { replace = false } = {}) =>
    setParams((params) => patchSearch(params, patch), { replace, preventScrollReset: true })
}
