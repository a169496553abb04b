import { createHash } from 'node:crypto'
import { type ControlDatabase, schema } from '@pyflare/control-db'
import { eq, lt, sql } from 'drizzle-orm'
import { whileDatabaseAnswers } from '../database-errors.ts'

const { signInAttempt } = schema

/** Passwords have ten characters or more: ten guesses a quarter of an hour get nowhere, and a person mistypes less often. */
export const MAX_ATTEMPTS = 10
const WINDOW = sql`interval '15 minutes'`

/**
 * Counts attempts to sign in, in the database, so that many processes count together. Each is counted before its password
 * is looked at: a hundred guesses sent at once are a hundred attempts.
 */
export class SignInAttempts {
  constructor(private readonly db: ControlDatabase) {}

  /** 0 when the attempt may go on, else the seconds to wait. */
  async begin(bucket: string): Promise<number> {
    const { attempts, windowEndsAt } = signInAttempt
    const [row] = await whileDatabaseAnswers(() =>
      this.db
        .insert(signInAttempt)
        .values({ bucket, attempts: 1, windowEndsAt: sql`now() + ${WINDOW}` })
        .onConflictDoUpdate({
          target: signInAttempt.bucket,
          set: {
            attempts: sql`case when ${windowEndsAt} < now() then 1 else least(${attempts} + 1, 1000000) end`,
            windowEndsAt: sql`case when ${windowEndsAt} < now() then now() + ${WINDOW} else ${windowEndsAt} end`,
          },
        })
        .returning({ attempts, waitSeconds: sql<number>`ceil(extract(epoch from ${windowEndsAt} - now()))::int` }),
    )
    if (!row || row.attempts <= MAX_ATTEMPTS) return 0
    return Math.max(1, row.waitSeconds)
  }

  /** After a success: the next mistake is the first one again. Old counts are swept out by the way. */
  async succeed(bucket: string): Promise<void> {
    await whileDatabaseAnswers(async () => {
      await this.db.delete(signInAttempt).where(eq(signInAttempt.bucket, bucket))
      await this.db.delete(signInAttempt).where(lt(signInAttempt.windowEndsAt, sql`now()`))
    })
  }
}

/**
 * Who is counted together. A browser that has signed in as this person before counts alone, so nobody's guessing keeps it
 * out; anyone else counts with those who come from the same network and try the same address.
 */
export function bucketOf(who: {
  email: string
  device: string | undefined
  clientAddress: string | undefined
}): string {
  const source = who.device ? `device ${who.device}` : `network ${networkOf(who.clientAddress ?? 'unknown')}`
  return createHash('sha256').update(`${source} ${who.email.toLowerCase()}`).digest('hex')
}

/** An IPv6 customer has 2^64 addresses: the first four groups stand for all of them. */
function networkOf(address: string): string {
  const mapped = address.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i)
  if (mapped?.[1]) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
