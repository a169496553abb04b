import { createHash } from 'node:crypto'
import { type ControlDatabase, schema } from '@pyflare/control-db'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@pyflare/domain'
import { type Logger, PyflareError } from '@pyflare/observe'
import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { People, Person, Project, RetentionDays } from './access.ts'
import { whileDatabaseAnswers } from './database-errors.ts'
import { newId } from './ids.ts'
import { retentionColumns } from './projects.ts'
import { SignInAttempts } from './sign-in/attempts.ts'
import { createAuth } from './sign-in/auth.ts'
import { cookieOf, DeviceCookies } from './sign-in/device-cookie.ts'
import { handleAuth } from './sign-in/handle-auth.ts'
import { Passwords } from './sign-in/password.ts'

export interface PeopleOptions {
  db: ControlDatabase
  secret: string
  baseUrl: string | undefined
  defaultRetention: RetentionDays
  logger: Logger
}

/** A page makes several requests at once: they share one look at the session. */
const SESSION_CACHE_MS = 3_000
const SESSION_COOKIE = 'pyflare.session_token'

export function openPeople(options: PeopleOptions): People {
  const { db, secret, logger } = options
  const passwords = new Passwords()
  const auth = createAuth({ ...options, passwords })
  const parts = { auth, attempts: new SignInAttempts(db), devices: new DeviceCookies(secret), logger }
  const sessions = new LRUCache<string, Person>({ max: 10_000, ttl: SESSION_CACHE_MS })
  let ownerKnown = false

  return {
    async ownerMissing() {
      ownerKnown ||= await whileDatabaseAnswers(() => hasOwner(db))
      return !ownerKnown
    },
    async createOwner(input) {
      const owner = validOwner(input)
      if (await whileDatabaseAnswers(() => hasOwner(db))) throw ownerExists()
      const passwordHash = await passwords.hash(owner.password)
      return await whileDatabaseAnswers(() => insertOwner(db, { ...owner, passwordHash }, options.defaultRetention))
    },
    async fromRequest(request) {
      const cookie = cookieOf(request, SESSION_COOKIE)
      if (!cookie) return undefined
      const key = createHash('sha256').update(cookie).digest('base64')
      const cached = sessions.get(key)
      if (cached) return cached
      const headers = new Headers({ cookie: `${SESSION_COOKIE}=${cookie}` })
      const found = await auth.api.getSession({ headers }).catch(sessionFailure)
      if (!found) return undefined
      const person = { userId: found.user.id, email: found.user.email, name: found.user.name }
      sessions.set(key, person)
      return person
    },
    async handleAuth(request, context = {}) {
      const response = await handleAuth(parts, request, context)
      // Signing out and a new password end sessions: what was remembered of them must not outlive that.
      if (request.method === 'POST') sessions.clear()
      return response
    },
  }
}

/** better-auth keeps to itself why it failed; all it does for a session is to read the database. */
function sessionFailure(cause: unknown): never {
  throw new PyflareError(
    'unavailable',
    'Your session could not be checked: the control database does not answer. Try again.',
    {
      cause,
      retryAfterMs: 1_000,
    },
  )
}

const ownerInput = z.object({
  email: z.email().max(320).toLowerCase(),
  password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
  name: z.string().trim().min(1).max(200),
})

type Owner = z.infer<typeof ownerInput>

function validOwner(input: Owner): Owner {
  const parsed = ownerInput.safeParse({ ...input, email: input.email.trim() })
  if (parsed.success) return parsed.data
  throw new PyflareError(
    'invalid_argument',
    `The owner needs an e-mail address, a name, and a password of ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`,
    { details: { fields: parsed.error.issues.map((issue) => issue.path.join('.')) } },
  )
}

async function hasOwner(db: Pick<ControlDatabase, 'select'>): Promise<boolean> {
  return (await db.select({ id: schema.user.id }).from(schema.user).limit(1)).length > 0
}

function ownerExists(): PyflareError {
  return new PyflareError(
    'already_exists',
    'This PyFlare has an owner already: sign in, or ask the owner for an invitation.',
  )
}

/** All of it or nothing, one at a time: the second of two who ask at once finds the first one's owner. */
async function insertOwner(
  db: ControlDatabase,
  owner: Owner & { passwordHash: string },
  retention: RetentionDays,
): Promise<{ person: Person; project: Project }> {
  const person: Person = { userId: newId('usr'), email: owner.email, name: owner.name }
  const project: Project = {
    projectId: newId('prj'),
    organizationId: newId('org'),
    organizationName: 'My organization',
    name: 'My project',
    retention,
  }
  const { userId } = person
  const { organizationId } = project
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('pyflare create owner'))`)
    if (await hasOwner(tx)) throw ownerExists()
    await tx.insert(schema.user).values({ id: userId, email: person.email, name: person.name })
    const { passwordHash: password } = owner
    await tx
      .insert(schema.account)
      .values({ id: newId('acc'), accountId: userId, providerId: 'credential', userId, password })
    await tx.insert(schema.organization).values({ id: organizationId, name: project.organizationName, slug: 'default' })
    await tx.insert(schema.member).values({ id: newId('mem'), organizationId, userId, role: 'owner' })
    await tx
      .insert(schema.project)
      .values({ id: project.projectId, organizationId, name: project.name, ...retentionColumns(retention) })
  })
  return { person, project }
}
