import { logsOf, pointsOf, spansOf } from '@pyflare/otlp'
import { outcomeOf } from './pipeline/describe-rejections.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { Rejection, Staged } from './pipeline/stage.ts'
import type { Origin, Publisher } from './publish/publish.ts'
import type { Ingest, Outcome, Received } from './receive/ingest.ts'

/** From a decoded request to its answer: through the stages, into the log, and only then acknowledged. */
export function createIngest(pipeline: Pipeline, publisher: Publisher): Ingest {
  return (received) => {
    const { request } = received
    switch (request.signal) {
      case 'traces':
        return run(received, 'spans', spansOf(request.message), pipeline.spans, publisher.spans)
      case 'logs':
        return run(received, 'log records', logsOf(request.message), pipeline.logs, publisher.logs)
      case 'metrics':
        return run(received, 'data points', pointsOf(request.message), pipeline.points, publisher.points)
    }
  }
}

async function run<Raw, Item>(
  { projectId, digest, receivedAtMs, undecodable }: Received,
  noun: string,
  batch: readonly Raw[],
  shape: (batch: readonly Raw[], receivedAtMs: number) => Staged<Item>,
  publish: (items: readonly Item[], origin: Origin) => Promise<Rejection[]>,
): Promise<Outcome> {
  const { kept, rejections } = shape(batch, receivedAtMs)
  const refused = await publish(kept, { projectId, digest, receivedAtMs })
  return outcomeOf(noun, batch.length, [...rejections, ...refused], undecodable)
}
