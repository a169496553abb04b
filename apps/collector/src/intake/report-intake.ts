import { randomUUID } from 'node:crypto'
import type { EventLog, LogMessage } from '@pyflare/event-log'
import type { Logger, Service } from '@pyflare/observe'
import { IntakeBatch_IntakeRecordSchema } from '@pyflare/proto'
import { createRecordEncoder } from '../publish/record-encoder.ts'
import { batchOf } from '../write/split-records.ts'
import type { IntakeCount, IntakeCounts } from './intake-counts.ts'

export interface ReportIntakeOptions {
  counts: IntakeCounts
  eventLog: Pick<EventLog, 'append'>
  topic: string
  logger: Logger
  everyMs: number
  /** Milliseconds since 1970. */
  now: () => number
}

const encode = createRecordEncoder(IntakeBatch_IntakeRecordSchema)

/**
 * Brings the counts into the log, from time to time and once more when it is stopped. They are told beside the telemetry, not with it: a
 * process that dies loses those of the last seconds, and no telemetry.
 */
export function createReportIntake(options: ReportIntakeOptions): Service {
  const { counts, eventLog, topic, logger, everyMs, now } = options
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const report = async () => {
    const taken = counts.take()
    if (taken.length === 0) return
    try {
      await eventLog.append(topic, messagesOf(taken, now()))
    } catch (error) {
      // The log may be full: what was counted is told when it has room.
      for (const count of taken) counts.add(count, count)
      logger.debug({ err: error }, 'What was received could not be counted yet.')
    }
  }
  return {
    name: 'intake',
    async start() {
      timer = setInterval(() => {
        running = running.then(report)
      }, everyMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await running
      await report()
    },
  }
}

/** One message a project. */
function messagesOf(counts: readonly IntakeCount[], countedAtMs: number): LogMessage[] {
  const byProject = new Map<string, Uint8Array[]>()
  for (const { items, requests, bytes, ...count } of counts) {
    const amounts = { items: BigInt(items), requests: BigInt(requests), bytes: BigInt(bytes) }
    const record = encode({ ...count, ...amounts, countedAtMs: BigInt(countedAtMs) })
    byProject.set(count.projectId, [...(byProject.get(count.projectId) ?? []), record])
  }
  return [...byProject].map(([project, records]) => ({
    key: project,
    value: batchOf(records),
    headers: { 'batch-id': randomUUID(), project },
  }))
}
