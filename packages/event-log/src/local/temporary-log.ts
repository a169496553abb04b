import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from '@pyflare/observe'
import { expect, vi } from 'vitest'
import type { EventLog, StoredMessage } from '../event-log.ts'
import { type LocalEventLogOptions, openLocalEventLog } from './open-local-event-log.ts'

export const DAY_MS = 86_400_000
export const RETENTION = { maxAgeMs: 7 * DAY_MS, maxBytes: 1e9 }

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error'
  fields: Record<string, unknown>
  text: string
}

/** A folder for logs of one test, and every line that they wrote. */
export class TemporaryLog {
  readonly lines: LogLine[] = []
  readonly logger: Logger

  private constructor(readonly dir: string) {
    const write = (level: LogLine['level']) => (fields: object, text: string) => {
      this.lines.push({ level, fields: { ...fields }, text })
    }
    const methods = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
    this.logger = { ...methods, child: () => this.logger } as unknown as Logger
  }

  static async create(): Promise<TemporaryLog> {
    return new TemporaryLog(await mkdtemp(join(tmpdir(), 'pyflare-log-')))
  }

  open(more: Partial<LocalEventLogOptions> = {}): Promise<EventLog> {
    return openLocalEventLog({
      dir: this.dir,
      topics: [
        { name: 'one', partitions: 1, retention: RETENTION },
        { name: 'four', partitions: 4, retention: RETENTION },
      ],
      maxTotalBytes: 1e9,
      segmentBytes: 4e6,
      handoverMs: 50,
      logger: this.logger,
      ...more,
    })
  }

  linesOf(level: LogLine['level']): LogLine[] {
    return this.lines.filter((line) => line.level === level)
  }

  /** The segment files of topic `one`, oldest first. */
  async segments(dir = this.dir): Promise<string[]> {
    const folder = join(dir, 'topics/one/0')
    return (await readdir(folder)).sort().map((name) => join(folder, name))
  }

  async dispose(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true })
  }
}

export function append(log: EventLog, ...values: string[]): Promise<void> {
  return log.append(
    'one',
    values.map((value) => ({ key: 'k', value: Buffer.from(value) })),
  )
}

/** Reads a topic until all its partitions are committed to their end, and leaves. */
export async function readToEnd(log: EventLog, topic = 'one', group = 'reader'): Promise<StoredMessage[]> {
  const got: StoredMessage[] = []
  const subscription = await log.subscribe({ topic, group, maxBatchBytes: 1e6, maxWaitMs: 0 }, async (batch) => {
    got.push(...batch.messages)
    await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n)
  })
  await vi.waitFor(
    async () => {
      const positions = await log.positions(topic, group)
      expect(positions.every((each) => (each.committedOffset ?? each.oldestOffset) === each.endOffset)).toBe(true)
    },
    { timeout: 20_000 },
  )
  await subscription.stop()
  return got
}

export async function valuesOf(log: EventLog): Promise<string[]> {
  return (await readToEnd(log)).map(({ value }) => Buffer.from(value).toString())
}
