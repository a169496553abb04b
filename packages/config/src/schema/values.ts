import { z } from 'zod'
import { Endpoint } from '../endpoint.ts'
import { Secret } from '../secret.ts'

/**
 * `secret: true` keeps a value out of messages and documents. `defaultText` says a default that depends on other settings.
 * `later: true` marks a setting, or a section of them, that is taken for the sake of a later version.
 */
declare module 'zod' {
  interface GlobalMeta {
    secret?: boolean
    defaultText?: string
    later?: boolean
  }
}

export const port = (fallback: number) => z.int().min(0).max(65_535).default(fallback)

export const mib = (fallback: number, max: number) => z.int().min(1).max(max).default(fallback)

export const rate = () => z.number().min(0).max(1)

export const secret = (minLength = 1) =>
  z
    .string()
    .min(minLength)
    .transform((text) => new Secret(text))

export const httpUrl = () => z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })

/** As browsers send it: no path, no slash at the end, no port that goes without saying. */
export const webOrigin = () =>
  z.string().superRefine((text, context) => {
    const origin =
      originOf(text) ?? (text.includes('.') && !text.includes('://') ? originOf(`https://${text}`) : undefined)
    if (text === '*' || text === origin) return
    const meant = origin === undefined ? '' : ` Did you mean \`${origin}\`?`
    context.addIssue(`must be an origin such as https://shop.example, or *, not ${JSON.stringify(text)}.${meant}`)
  })

/** Of a text that names scheme and host. Other schemes than http are for apps that show pages of their own. */
function originOf(text: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#*@]+/i.test(text) || !URL.canParse(text)) return undefined
  const { protocol, host } = new URL(text)
  return `${protocol}//${host}`
}

export const endpoint = (fallback: string) =>
  z
    .string()
    .transform((text, context) => {
      const parsed = Endpoint.parse(text)
      if (parsed !== undefined) return parsed
      context.addIssue('must be host:port, such as 127.0.0.1:4317')
      return z.NEVER
    })
    .prefault(fallback)
