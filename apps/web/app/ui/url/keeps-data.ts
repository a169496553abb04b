import type { ShouldRevalidateFunctionArgs } from '@remix-run/react'

/** For routes whose data does not depend on some parameters of the address: a change of those alone asks the server nothing. */
export function keepsDataBut(...viewOnly: readonly string[]) {
  return ({ currentUrl, nextUrl, formMethod, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean => {
    if (formMethod !== undefined || currentUrl.pathname !== nextUrl.pathname) return defaultShouldRevalidate
    // The same address again is somebody who asks for what is new.
    if (currentUrl.search === nextUrl.search) return true
    return without(currentUrl, viewOnly) !== without(nextUrl, viewOnly)
  }
}

function without(url: URL, names: readonly string[]): string {
  const params = new URLSearchParams(url.search)
  for (const name of names) params.delete(name)
  params.sort()
  return params.toString()
}
