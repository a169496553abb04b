import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

/** What every route may read from the request's own store. */
export interface WebVariables {
  cspNonce: string
}

/**
 * Tells browsers to run only our scripts, to show PyFlare in no frame, and to leak no address. Styles may be inline: charts
 * and virtual lists set widths and offsets by them.
 */
export const securityHeaders: MiddlewareHandler<{ Variables: WebVariables }> = async (c, next) => {
  const nonce = randomBytes(16).toString('base64')
  c.set('cspNonce', nonce)
  await next()
  c.header(
    'content-security-policy',
    [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
  )
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'same-origin')
  c.header('x-frame-options', 'DENY')
}
