import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Announcement } from './spawned-platform.ts'

const CLIENTS = 6
const CALLS_PER_TRACE = 14

export interface Load {
  /** Span ids by trace, of requests that the collector acknowledged. */
  acknowledged: ReadonlyMap<string, string[]>
  /** Ends the load and resolves with what had been acknowledged. */
  stop(): Promise<ReadonlyMap<string, string[]>>
}

/** Sends traces, one a request, as fast as they are acknowledged. A request that fails is given up. */
export function startLoad({ otlp_http, project_key }: Announcement, service: string): Load {
  const acknowledged = new Map<string, string[]>()
  let running = true
  const client = async () => {
    while (running) {
      const { traceId, spanIds, body } = someTrace(service)
      const answer = await fetch(`${otlp_http}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': project_key ?? '' },
        body,
      }).catch(() => undefined)
      // The headers are the acknowledgement, also where the process died before the body was read.
      if (answer?.status === 200) acknowledged.set(traceId, spanIds)
      await answer?.arrayBuffer().catch(() => undefined)
      if (answer?.status !== 200) await pause(50)
    }
  }
  const clients = Array.from({ length: CLIENTS }, client)
  return {
    acknowledged,
    async stop() {
      running = false
      await Promise.all(clients)
      return acknowledged
    },
  }
}

/** Somebody judged every fourth trace, once. */
export function isJudged(traceId: string): boolean {
  return /^[0-3]/.test(traceId)
}

function someTrace(service: string) {
  const traceId = randomBytes(16).toString('hex')
  const spanIds = Array.from({ length: CALLS_PER_TRACE + 1 }, () => randomBytes(8).toString('hex'))
  const [root] = spanIds
  const now = Date.now()
  const attribute = (key: string, value: string | number) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  })
  const spans = spanIds.map((spanId, index) => ({
    traceId,
    spanId,
    ...(spanId !== root && { parentSpanId: root }),
    name: spanId === root ? 'work' : `chat ${index}`,
    kind: 3,
    startTimeUnixNano: `${now - 1000 + index}000000`,
    endTimeUnixNano: `${now}000000`,
    ...(spanId === root &&
      isJudged(traceId) && {
        events: [
          {
            timeUnixNano: `${now}000000`,
            name: 'gen_ai.evaluation.result',
            attributes: [
              attribute('gen_ai.evaluation.name', 'relevance'),
              attribute('gen_ai.evaluation.score.value', '1'),
            ],
          },
        ],
      }),
    attributes:
      spanId === root
        ? []
        : [
            attribute('gen_ai.operation.name', 'chat'),
            attribute('gen_ai.provider.name', 'openai'),
            attribute('gen_ai.request.model', 'gpt-4o-mini'),
            attribute('gen_ai.response.id', `resp_${spanId}`),
            attribute('gen_ai.usage.input_tokens', 1000),
            attribute('gen_ai.usage.output_tokens', 100),
            attribute(
              'gen_ai.input.messages',
              JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: spanId }] }]),
            ),
          ],
  }))
  const resource = { attributes: [attribute('service.name', service)] }
  return { traceId, spanIds, body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }) }
}
