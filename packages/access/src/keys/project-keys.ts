import { type ControlDatabase, schema } from '@pyflare/control-db'
import { type Logger, PyflareError } from '@pyflare/observe'
import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { KeyIdentity, KeyScope, ProjectKeyInfo, ProjectKeys } from '../access.ts'
import { whileDatabaseAnswers } from '../database-errors.ts'
import { newId } from '../ids.ts'
import { KeyCache } from './key-cache.ts'
import { hashKey, keyPrefix, looksLikeKey, newKeySecret } from './key-secret.ts'

const { projectKey } = schema

/** A project has a handful of keys; this bounds what a script gone wild can do. */
const MAX_KEYS_PER_PROJECT = 1_000
const TOUCH_EVERY_MS = 60_000

export interface ClosableProjectKeys extends ProjectKeys {
  /** Waits for what is still being written. */
  close(): Promise<void>
}

export function openProjectKeys(db: ControlDatabase, logger: Logger): ClosableProjectKeys {
  const cache = new KeyCache({ lookUp: (hash) => findByHash(db, hash), now: () => performance.now(), logger })
  const uses = new KeyUses(db, logger)
  return {
    async verify(key) {
      if (!looksLikeKey(key)) return undefined
      const identity = await cache.get(hashKey(key))
      if (identity) uses.note(identity.keyId)
      return identity
    },
    async create({ projectId, name, scopes }) {
      const secret = newKeySecret()
      const hash = hashKey(secret)
      const key = await whileDatabaseAnswers(() =>
        insertKey(db, {
          projectId,
          name: validName(name),
          scopes: validScopes(scopes),
          hash,
          prefix: keyPrefix(secret),
        }),
      )
      cache.forget(hash)
      return { secret, key }
    },
    async list(projectId) {
      const rows = await whileDatabaseAnswers(() =>
        db
          .select()
          .from(projectKey)
          .where(and(eq(projectKey.projectId, projectId), isNull(projectKey.revokedAt)))
          .orderBy(desc(projectKey.createdAt)),
      )
      return rows.map(infoOf)
    },
    async revoke(projectId, keyId) {
      const [row] = await whileDatabaseAnswers(() =>
        db
          .update(projectKey)
          .set({ revokedAt: sql`coalesce(${projectKey.revokedAt}, now())` })
          .where(and(eq(projectKey.id, keyId), eq(projectKey.projectId, projectId)))
          .returning({ hash: projectKey.hash }),
      )
      if (!row) throw new PyflareError('not_found', 'This project has no such key: it may have been removed already.')
      cache.forget(row.hash)
    },
    close: () => uses.close(),
  }
}

type KeyRow = typeof projectKey.$inferSelect

async function findByHash(db: ControlDatabase, hash: string): Promise<KeyIdentity | undefined> {
  const [row] = await whileDatabaseAnswers(() =>
    db
      .select()
      .from(projectKey)
      .where(and(eq(projectKey.hash, hash), isNull(projectKey.revokedAt))),
  )
  return row && identityOf(row)
}

async function insertKey(
  db: ControlDatabase,
  key: Pick<KeyRow, 'projectId' | 'name' | 'scopes' | 'hash' | 'prefix'>,
): Promise<ProjectKeyInfo> {
  return await db.transaction(async (tx) => {
    const [project] = await tx
      .select({ id: schema.project.id })
      .from(schema.project)
      .where(eq(schema.project.id, key.projectId))
      .for('update')
    if (!project) throw new PyflareError('not_found', 'There is no such project.')
    const live = and(eq(projectKey.projectId, key.projectId), isNull(projectKey.revokedAt))
    if ((await tx.$count(projectKey, live)) >= MAX_KEYS_PER_PROJECT) {
      throw new PyflareError(
        'resource_exhausted',
        `A project has at most ${MAX_KEYS_PER_PROJECT} keys: revoke some first.`,
      )
    }
    const [row] = await tx
      .insert(projectKey)
      .values({ id: newId('key'), ...key })
      .returning()
    if (!row) throw new PyflareError('internal', 'The key was not stored.')
    return infoOf(row)
  })
}

function validName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= 100) return trimmed
  throw new PyflareError('invalid_argument', 'A key needs a name of 1 to 100 characters.')
}

function validScopes(scopes: readonly KeyScope[]): KeyScope[] {
  const distinct = [...new Set(scopes)]
  if (distinct.length > 0 && distinct.every(isScope)) return distinct
  throw new PyflareError('invalid_argument', 'A key needs at least one of the scopes ingest and read.')
}

function isScope(scope: string): scope is KeyScope {
  return scope === 'ingest' || scope === 'read'
}

function identityOf(row: KeyRow): KeyIdentity {
  return { keyId: row.id, projectId: row.projectId, prefix: row.prefix, scopes: row.scopes.filter(isScope) }
}

function infoOf(row: KeyRow): ProjectKeyInfo {
  return { ...identityOf(row), name: row.name, createdAt: row.createdAt, lastUsedAt: row.lastUsedAt ?? undefined }
}

/** Writes down when keys were used, at most once a minute each, and never in the way of a request. */
class KeyUses {
  private readonly notedAt = new Map<string, number>()
  private readonly writes = new Set<Promise<unknown>>()

  constructor(
    private readonly db: ControlDatabase,
    private readonly logger: Logger,
  ) {}

  note(keyId: string): void {
    const now = performance.now()
    const noted = this.notedAt.get(keyId)
    if (noted !== undefined && now - noted < TOUCH_EVERY_MS) return
    this.notedAt.set(keyId, now)
    const stale = or(isNull(projectKey.lastUsedAt), lt(projectKey.lastUsedAt, sql`now() - interval '1 minute'`))
    const write = this.db
      .update(projectKey)
      .set({ lastUsedAt: sql`now()` })
      .where(and(eq(projectKey.id, keyId), stale))
      .catch((error: unknown) => this.logger.debug({ err: error, keyId }, 'The use of a key was not written down.'))
      .finally(() => this.writes.delete(write))
    this.writes.add(write)
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.writes)
  }
}
