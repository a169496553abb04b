import { type ApiCaller, type ApiContext, createCaller } from '@pyflare/api'
import type { AppLoadContext } from '@remix-run/server-runtime'

/** What loaders and actions get: the API as this request's caller, and the nonce of its scripts. */
export interface WebLoadContext {
  trpc: ApiCaller
  cspNonce: string
}

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends WebLoadContext {}
}

export function loadContext(context: ApiContext, cspNonce: string): AppLoadContext {
  return { trpc: createCaller(context), cspNonce }
}
