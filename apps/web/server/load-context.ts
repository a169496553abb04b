import { type ApiCaller, type ApiContext, createCaller } from '@pyflare/api'
import type { Logger } from '@pyflare/observe'
import type { AppLoadContext } from '@remix-run/server-runtime'

/** What loaders and actions get: the API as this request's caller, the nonce of its scripts, and where defects are noted. */
export interface WebLoadContext {
  trpc: ApiCaller
  cspNonce: string
  logger: Logger
}

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends WebLoadContext {}
}

/**
 * Whose a request is, is asked once, when a loader first asks the API. Where that can't be said, as while the control database is away,
 * each question to the API is refused with the reason, so that the page says it as it says any other refusal.
 */
export function loadContext(
  contextOf: () => Promise<ApiContext>,
  { cspNonce, logger }: Omit<WebLoadContext, 'trpc'>,
): AppLoadContext {
  let asked: Promise<ApiContext> | undefined
  const context = () => {
    asked ??= contextOf()
    return asked
  }
  return { trpc: createCaller(context), cspNonce, logger }
}
