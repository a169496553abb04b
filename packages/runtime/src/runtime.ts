import type { Access } from '@pyflare/access'
import type { Config } from '@pyflare/config'
import type { EventLog } from '@pyflare/event-log'
import type { Logger } from '@pyflare/observe'
import type { Queues } from '@pyflare/queues'
import type { TelemetryStore } from '@pyflare/telemetry-store'
import type { InstallationSecrets } from './secrets.ts'

/**
 * Everything an app works with, adapters chosen. Opened once by a `main.ts`, handed to every service, closed last.
 * Parts that an app does not use are not opened: ask for them by name in `openRuntime(config, { needs })`. Touching a part
 * that was not asked for throws.
 */
export interface Runtime {
  readonly config: Config
  readonly logger: Logger
  readonly secrets: InstallationSecrets
  readonly eventLog: EventLog
  readonly telemetry: TelemetryStore
  readonly access: Access
  readonly queues: Queues
  /** Closes what was opened, last first. All is closed even when something fails; then the failures are thrown together. */
  close(): Promise<void>
}

export type RuntimePart = 'eventLog' | 'telemetry' | 'access' | 'queues'
