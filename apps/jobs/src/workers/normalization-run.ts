import { setTimeout as pause } from 'node:timers/promises'
import type { NormalizationRun, RunProgress } from '@pyflare/access'
import { compilePattern } from '@pyflare/config'
import { addToSummary, createRedactor, NORMALIZER_VERSION, type Redactor } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import type { JobHandler } from '@pyflare/queues'
import type { Runtime } from '@pyflare/runtime'
import type { StoredSpanQuery } from '@pyflare/telemetry-store'
import { type RereadPage, rereadPage } from './reread-page.ts'

const SPANS_PER_STEP = 1_000
/** A run is not far ahead of what has been settled, so that it can be cancelled, and others have their turn. */
const MAX_OWED = 2_000
const ASK_AGAIN_MS = 250

type Parts = Pick<Runtime, 'access' | 'telemetry' | 'logger' | 'config' | 'secrets'>

/**
 * Reads a project's stored spans again, step by step: what a step changes is written, then the touched traces are asked to be settled,
 * then the step is noted. A run that is stopped anywhere in between repeats its last step, which writes the same once more. Traces are
 * settled by differences, so nothing counts twice.
 */
export function normalizationRun(parts: Parts): JobHandler<'normalization.run'> {
  const { access, logger } = parts
  const runs = access.normalizationRuns
  return async ({ payload: { projectId, runId }, isLastAttempt, signal }) => {
    try {
      const redactor = createRedactor(parts.config.redaction.rules, {
        hashKey: parts.secrets.redaction.reveal(),
        compile: compilePattern,
      })
      for (;;) {
        signal.throwIfAborted()
        const run = await runs.get(projectId, runId)
        if (run === undefined || run.finishedAt !== undefined) return
        if (run.state === 'cancelling') return await runs.finish(runId, 'cancelled')
        if (run.normalizerVersion !== NORMALIZER_VERSION)
          return await runs.finish(runId, 'failed', 'PyFlare was updated while it ran: start it anew.')
        if ((await step(parts, run, redactor, signal)) === 'last') {
          await runs.finish(runId, 'done')
          logger.info({ projectId, runId, spansRead: run.spansRead }, 'Stored spans were read again.')
          return
        }
      }
    } catch (error) {
      if (isLastAttempt) await runs.finish(runId, 'failed', reasonOf(error))
      throw error
    }
  }
}

async function step(
  { access, telemetry }: Parts,
  run: NormalizationRun,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<'last' | 'more'> {
  const { projectId, cursor, isDryRun } = run
  // Counted and noted before anything is written: what is written counts as read from then on.
  if (run.steps === 0) {
    const spansTotal = await countSpans(telemetry, run)
    const isNoted = await access.normalizationRuns.advance(run, { ...progressAt(run, cursor), spansTotal })
    return isNoted && spansTotal === 0 ? 'last' : 'more'
  }
  const page = await telemetry.normalization.readSpans({ ...queryOf(run), cursor, limit: SPANS_PER_STEP })
  const read = await rereadPage(page.spans, { version: versionOf(run), redactor })
  if (!isDryRun) {
    await telemetry.normalization.writeRereads(projectId, read.rereads)
    await askForSettling(telemetry, projectId, read.traces, signal)
  }
  const isNoted = await access.normalizationRuns.advance(run, progressOf(run, read, page.nextCursor))
  // Somebody else made this very step: the next look at the run says what is left.
  if (!isNoted) return 'more'
  return page.nextCursor === undefined ? 'last' : 'more'
}

/** How far a run is already, to go on from `cursor`. */
function progressAt(run: NormalizationRun, cursor: string | undefined): RunProgress {
  const { spansTotal, spansRead, spansChanged, tracesSettled, summary } = run
  return { cursor, spansTotal, spansRead, spansChanged, tracesSettled, summary }
}

function progressOf(run: NormalizationRun, { read, traces }: RereadPage, cursor: string | undefined): RunProgress {
  return {
    cursor,
    // A span that came twice has two rows and is read once.
    spansTotal: cursor === undefined ? run.spansRead + read.length : run.spansTotal,
    spansRead: run.spansRead + read.length,
    spansChanged: run.spansChanged + read.filter(({ changes }) => Object.keys(changes).length > 0).length,
    tracesSettled: run.tracesSettled + (run.isDryRun ? 0 : traces.length),
    summary: addToSummary(run.summary, read),
  }
}

async function countSpans(telemetry: Runtime['telemetry'], run: NormalizationRun): Promise<number> {
  const versions = await telemetry.normalization.versions(queryOf(run))
  const wanted = versions.filter(({ version }) => run.readsCurrent || version < NORMALIZER_VERSION)
  return wanted.reduce((sum, { spans }) => sum + spans, 0)
}

function queryOf(run: NormalizationRun): Omit<StoredSpanQuery, 'limit' | 'cursor'> {
  const nanos = (date: Date) => BigInt(date.getTime()) * 1_000_000n
  return {
    projectId: run.projectId,
    startTimeNs: nanos(run.rangeStart),
    endTimeNs: nanos(run.rangeEnd),
    ...(run.readsCurrent ? {} : { olderThan: { normalizerVersion: NORMALIZER_VERSION, exceptBy: versionOf(run) } }),
  }
}

/** Of what a run writes: runs of a project follow each other. */
function versionOf({ createdAt }: NormalizationRun): number {
  return createdAt.getTime()
}

/** By a note in the store, for the log may be another process's own: whoever writes to the store settles what is noted there. */
async function askForSettling(
  { settlement }: Runtime['telemetry'],
  projectId: string,
  traces: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (traces.length === 0) return
  while ((await settlement.debts()).length > MAX_OWED) await pause(ASK_AGAIN_MS, undefined, { signal })
  await settlement.owe(projectId, traces)
}

/** Our own messages may be shown to people; others may hold anything. */
function reasonOf(error: unknown): string {
  return error instanceof PyflareError ? error.message : 'Something unexpected happened: the log of the jobs says more.'
}
