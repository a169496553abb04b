import type { ControlDb } from '@pyflare/control-db'
import { type Logger, PyflareError } from '@pyflare/observe'
import type { Access, RetentionDays } from './access.ts'
import { openProjectKeys } from './keys/project-keys.ts'
import { openNormalizationRuns } from './normalization-runs.ts'
import { openPeople } from './people.ts'
import { openProjects } from './projects.ts'

export interface AccessOptions {
  /** Migrated already. Closed by its owner, after access. */
  controlDb: ControlDb
  /** Signs sessions; the same for every process of an installation. At least 32 characters. */
  secret: string
  /** How browsers reach the pages, where that is known (`https://pyflare.example`). */
  baseUrl?: string
  /** What new projects start with. */
  defaultRetention?: RetentionDays
  logger: Logger
}

const DEFAULT_RETENTION: RetentionDays = { traces: 30, metrics: 90, logs: 30 }

export function openAccess({
  controlDb,
  secret,
  baseUrl,
  defaultRetention = DEFAULT_RETENTION,
  logger,
}: AccessOptions): Access {
  if (secret.length < 32) {
    throw new PyflareError('config_invalid', 'auth.secret is too short: it needs at least 32 random characters.')
  }
  const { db } = controlDb
  const keys = openProjectKeys(db, logger)
  return {
    keys,
    people: openPeople({ db, secret, baseUrl, defaultRetention, logger }),
    projects: openProjects(db),
    normalizationRuns: openNormalizationRuns(db),
    ping: () => controlDb.ping(),
    close: () => keys.close(),
  }
}
