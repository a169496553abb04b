import { type ControlDatabase, schema } from '@pyflare/control-db'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@pyflare/domain'
import type { Logger } from '@pyflare/observe'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Passwords } from './password.ts'

export interface AuthOptions {
  db: ControlDatabase
  passwords: Passwords
  secret: string
  /** Where browsers reach us, when that is known: then this origin is trusted beside the one that a request came to. */
  baseUrl: string | undefined
  logger: Logger
}

/** better-auth trusts its base address as an origin and wants one; no page can come from this one. */
const NO_ORIGIN = 'http://pyflare.invalid'

export type Auth = ReturnType<typeof createAuth>

export function createAuth({ db, passwords, secret, baseUrl, logger }: AuthOptions) {
  const { user, session, account, verification } = schema
  return betterAuth({
    appName: 'PyFlare',
    secret,
    baseURL: baseUrl ?? NO_ORIGIN,
    basePath: '/api/auth',
    telemetry: { enabled: false },
    database: drizzleAdapter(db, { provider: 'pg', schema: { user, session, account, verification } }),
    trustedOrigins: (request) => (request ? originsServedAt(request) : []),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      password: {
        hash: (password) => passwords.hash(password),
        verify: ({ hash, password }) => passwords.verify(hash, password),
      },
    },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400 },
    // Attempts are counted by us, in a way that locks nobody else out.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'pyflare',
      // `Secure` is added to each answer by the request's own scheme; a prefix in the name would tie us to one.
      useSecureCookies: false,
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    logger: adaptLogger(logger),
    onAPIError: { onError: (error) => logFailure(logger, error) },
  })
}

/**
 * The host that the browser asked for, whatever it is: pages of another host can't make a browser send that one as their
 * origin. Both schemes, because a proxy before us may speak https where we hear http.
 */
function originsServedAt(request: Request): string[] {
  const { host } = new URL(request.url)
  return [`http://${host}`, `https://${host}`]
}

/** Only what answers with a status of 500 or more is a failure; the rest is what people mistyped. */
function logFailure(logger: Logger, error: unknown): void {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 500) logger.error({ err: error }, 'Signing in or out failed.')
  else logger.debug({ status, reason: String(error).slice(0, 200) }, 'A request to sign in or out was refused.')
}

/** better-auth logs at error what is merely bad input (an unknown address, a foreign origin). */
function adaptLogger(logger: Logger) {
  return {
    level: 'warn' as const,
    disableColors: true,
    log: (level: string, message: string) => logger.debug({ level }, `better-auth: ${message.slice(0, 500)}`),
  }
}
