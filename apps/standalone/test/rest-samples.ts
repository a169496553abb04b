/** One hour in which everything of the golden answers happened. */
export const RANGE = 'start_time=2026-11-24T09:00:00Z&end_time=2026-11-24T10:00:00Z'
export const TRACE_ID = '7f3a09c1e4b8d26590ad4f1c82be7703'

const AT_MS = Date.parse('2026-11-24T09:41:07Z')
const at = (ms: number) => `${AT_MS + ms}000000`
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const number = (key: string, intValue: number) => ({ key, value: { intValue: String(intValue) } })
const json = (key: string, value: unknown) => text(key, JSON.stringify(value))
const say = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })

const resource = {
  attributes: [
    text('service.name', 'support-copilot'),
    text('service.version', '2.41.0'),
    text('deployment.environment.name', 'production'),
  ],
}
const scope = { name: 'golden', version: '1.0.0' }

const agent = {
  traceId: TRACE_ID,
  spanId: '0000000000000001',
  name: 'invoke_agent resolve_ticket',
  kind: 1,
  startTimeUnixNano: at(0),
  endTimeUnixNano: at(3000),
  attributes: [
    text('gen_ai.operation.name', 'invoke_agent'),
    text('gen_ai.agent.name', 'resolve_ticket'),
    text('gen_ai.conversation.id', 's_9c41'),
    text('user.id', 'ann'),
    json('gen_ai.input.messages', [say('user', 'Where is my order?')]),
    json('gen_ai.output.messages', [say('assistant', 'It arrives tomorrow.')]),
  ],
}

const chat = {
  traceId: TRACE_ID,
  spanId: '0000000000000002',
  parentSpanId: agent.spanId,
  name: 'chat gpt-4o-mini',
  kind: 3,
  startTimeUnixNano: at(100),
  endTimeUnixNano: at(1300),
  attributes: [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.request.model', 'gpt-4o-mini'),
    text('gen_ai.response.model', 'gpt-4o-mini-2024-07-18'),
    text('gen_ai.response.id', 'chatcmpl-1'),
    { key: 'gen_ai.request.temperature', value: { doubleValue: 0.2 } },
    number('gen_ai.usage.input_tokens', 1200),
    number('gen_ai.usage.cache_read.input_tokens', 200),
    number('gen_ai.usage.output_tokens', 300),
    json('gen_ai.system_instructions', [{ type: 'text', content: 'Be brief.' }]),
    json('gen_ai.input.messages', [say('user', 'Where is my order?')]),
    json('gen_ai.output.messages', [{ ...say('assistant', 'It arrives tomorrow.'), finish_reason: 'stop' }]),
  ],
  events: [
    { timeUnixNano: at(400), name: 'first token', attributes: [number('index', 0)] },
    {
      timeUnixNano: at(1250),
      name: 'gen_ai.evaluation.result',
      attributes: [
        text('gen_ai.evaluation.name', 'relevance'),
        { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.75 } },
        text('gen_ai.evaluation.score.label', 'relevant'),
        text('gen_ai.evaluation.explanation', 'It says when the order arrives.'),
      ],
    },
  ],
  links: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), attributes: [] }],
}

const tool = {
  traceId: TRACE_ID,
  spanId: '0000000000000003',
  parentSpanId: agent.spanId,
  name: 'execute_tool get_order',
  kind: 1,
  startTimeUnixNano: at(1400),
  endTimeUnixNano: at(2900),
  status: { code: 2, message: 'carrier did not answer' },
  attributes: [
    text('gen_ai.operation.name', 'execute_tool'),
    text('gen_ai.tool.name', 'get_order'),
    text('gen_ai.tool.call.id', 'call_1'),
    json('gen_ai.tool.call.arguments', { id: 7 }),
    text('error.type', 'CarrierTimeout'),
  ],
}

export const goldenTrace = {
  resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [agent, chat, tool] }] }],
}

export const goldenLogs = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: at(2800),
              observedTimeUnixNano: at(2801),
              severityNumber: 17,
              severityText: 'ERROR',
              body: { stringValue: 'carrier did not answer' },
              attributes: [text('carrier', 'postnord')],
              traceId: TRACE_ID,
              spanId: tool.spanId,
            },
            {
              timeUnixNano: at(4000),
              observedTimeUnixNano: at(4000),
              eventName: 'gen_ai.evaluation.result',
              attributes: [
                text('gen_ai.evaluation.name', 'groundedness'),
                { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.5 } },
                text('gen_ai.response.id', 'chatcmpl-1'),
              ],
            },
          ],
        },
      ],
    },
  ],
}

const point = (ms: number, value: object) => ({ startTimeUnixNano: at(-600_000), timeUnixNano: at(ms), ...value })

export const goldenMetrics = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          scope,
          metrics: [
            {
              name: 'queue.depth',
              unit: '{ticket}',
              description: 'Tickets that wait',
              gauge: { dataPoints: [point(0, { asInt: '4' }), point(60_000, { asInt: '6' })] },
            },
            {
              name: 'requests',
              unit: '{request}',
              sum: {
                aggregationTemporality: 2,
                isMonotonic: true,
                dataPoints: [point(0, { asDouble: 100 }), point(60_000, { asDouble: 160 })],
              },
            },
            {
              name: 'latency',
              unit: 's',
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  point(0, {
                    count: '10',
                    sum: 4,
                    explicitBounds: [0.1, 1],
                    bucketCounts: ['2', '7', '1'],
                    min: 0.05,
                    max: 2,
                    exemplars: [
                      {
                        timeUnixNano: at(-500),
                        asDouble: 0.7,
                        traceId: TRACE_ID,
                        spanId: agent.spanId,
                        filteredAttributes: [text('user.tier', 'gold')],
                      },
                    ],
                  }),
                ],
              },
            },
            {
              name: 'cumulative.latency',
              unit: 's',
              histogram: {
                aggregationTemporality: 2,
                dataPoints: [
                  point(0, {
                    count: '2',
                    sum: 3,
                    explicitBounds: [1, 2],
                    bucketCounts: ['1', '0', '1'],
                    min: 0.5,
                    max: 9,
                  }),
                  point(60_000, {
                    count: '3',
                    sum: 3.5,
                    explicitBounds: [1, 2],
                    bucketCounts: ['2', '0', '1'],
                    min: 0.5,
                    max: 9,
                  }),
                ],
              },
            },
          ],
        },
      ],
    },
  ],
}
