import { expect, test } from 'vitest'
import { columnsFromContentLogs } from '../semconv/content-logs.ts'
import { normalizeLog } from '../semconv/normalize-log.ts'
import { normalizeMetricPoint } from '../semconv/normalize-metric-point.ts'
import { normalizeSpan } from '../semconv/normalize-span.ts'
import { attributes, rawSpan } from '../semconv/raw-span.fixture.ts'
import type { RawLog } from '../telemetry/raw-log.ts'
import type { RawMetricPoint } from '../telemetry/raw-metric-point.ts'
import type { RawSpan } from '../telemetry/raw-span.ts'
import { createRedactor } from './create-redactor.ts'
import type { RedactionAction, RedactionRule } from './redaction-rule.ts'
import { findAll } from './text-pattern.ts'

const redactorOf = (...rules: RedactionRule[]) =>
  createRedactor(rules, { hashKey: 'secret', compile: (pattern) => findAll(new RegExp(pattern, 'g')) })
const about = (fields: string[], action: RedactionAction = 'mask'): RedactionRule => ({ name: 'r', action, fields })
const email: RedactionRule = { name: 'mail', action: 'mask', builtin: 'email' }

/** All that is stored of a span: its columns, and what it says of itself. */
function redacted(raw: RawSpan, ...rules: RedactionRule[]) {
  const span = redactorOf(...rules).span({ raw, columns: normalizeSpan(raw) })
  return { ...span.columns, operationName: span.raw.name, statusMessage: span.raw.statusMessage }
}

function rawLog(fields: Partial<RawLog>): RawLog {
  const { resource, scope } = rawSpan()
  const times = { timeNs: 1n, observedTimeNs: 1n, flags: 0, severityNumber: 9, severityText: '', eventName: '' }
  const ids = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2) }
  return {
    ...times,
    ...ids,
    body: undefined,
    attributes: new Map(),
    droppedAttributesCount: 0,
    resource,
    scope,
    ...fields,
  }
}

function redactedLog(fields: Partial<RawLog>, ...rules: RedactionRule[]) {
  const raw = rawLog(fields)
  return redactorOf(...rules).log({ raw, columns: normalizeLog(raw) })
}

const rawPoint: RawMetricPoint = {
  metricName: 'm',
  description: 'of bob@x.de',
  unit: '1',
  temporality: 'delta',
  isMonotonic: true,
  startTimeNs: 0n,
  timeNs: 1n,
  flags: 0,
  attributes: attributes({ 'enduser.id': 'bob@x.de', 'gen_ai.request.model': 'gpt-4o' }),
  resource: attributes({ 'host.name': 'bob@x.de' }),
  scope: rawSpan().scope,
  value: { type: 'sum', value: 1 },
  exemplars: [
    {
      timeNs: 1n,
      value: 1,
      traceId: new Uint8Array(),
      spanId: new Uint8Array(),
      attributes: attributes({ 'user.id': 'bob@x.de' }),
    },
  ],
}

/** JSON of anything, 64-bit numbers included. */
function printed(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'bigint' ? String(part) : part instanceof Map ? [...part] : part,
  )
}

const request = JSON.stringify({
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: 'Be kind to Zora.' },
    { role: 'user', content: 'I am Zora, card 4111' },
  ],
  tools: [{ type: 'function', function: { name: 'find', description: 'Finds Zora.' } }],
})
const answer = JSON.stringify({
  model: 'gpt-4o',
  choices: [
    {
      message: {
        role: 'assistant',
        content: 'Hello Yuri',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"who":"Xenia"}' } }],
      },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 11, completion_tokens: 7 },
})
const chat = rawSpan(
  {
    'openinference.span.kind': 'LLM',
    'input.value': request,
    'output.value': answer,
    'llm.input_messages.0.message.role': 'system',
    'llm.input_messages.0.message.content': 'Be kind to Zora.',
    'llm.input_messages.1.message.role': 'user',
    'llm.input_messages.1.message.content': 'I am Zora, card 4111',
    'my.copy': 'asked: I am Zora, card 4111',
    'user.id': 'wanda@x.de',
    'enduser.id': 'wanda@x.de',
    'langfuse.user.id': 'wanda@x.de',
    metadata: '{"user_id":"wanda@x.de","plan":"gold"}',
    'session.id': 'sess-12345',
  },
  { name: 'call', events: [{ name: 'my.event', attributes: { 'gen_ai.prompt': 'I am Zora, card 4111' } }] },
)

test('messages that events spell out are a side of the call', () => {
  const events = [
    { name: 'gen_ai.user.message', attributes: { content: 'I am Zora' } },
    { name: 'gen_ai.choice', attributes: { message: '{"role":"assistant","content":"Hello Yuri"}' } },
  ]
  const raw = rawSpan({ 'gen_ai.operation.name': 'chat' }, { events })
  const { events: kept, inputMessages, outputMessages } = redacted(raw, about(['input'], 'remove'))
  expect(kept + inputMessages).not.toContain('Zora')
  expect(outputMessages).toContain('Yuri')
})

test.each<RedactionAction>(['mask', 'hash', 'remove'])(
  '%s of a column reaches every place that it may be read from',
  (action) => {
    const input = redacted(chat, about(['input'], action))
    expect(printed(input)).not.toMatch(/Zora, card|4111/)
    expect(input.systemInstructions).not.toContain('Zora')
    expect([input.sessionId, input.userId, input.contentRedacted]).toEqual(['sess-12345', 'wanda@x.de', true])

    const user = redacted(chat, about(['user_id'], action))
    expect(printed(user)).not.toContain('wanda')
    expect(user.inputMessages).toContain('I am Zora, card 4111')
    expect(user.metadata).toContain('gold')

    const session = redacted(chat, about(['session_id'], action))
    expect(printed(session)).not.toContain('sess-12345')
    expect(session.sessionId.slice(0, 5)).toBe({ mask: '[reda', hash: 'hash:', remove: '', allow: '' }[action])
  },
)

test('what a call was stays where only what was said goes', () => {
  const { modelId, provider, inputTokens, outputTokens, finishReason, operationKind } = redacted(
    chat,
    about(['input', 'output'], 'remove'),
  )
  expect({ modelId, provider, inputTokens, outputTokens, finishReason, operationKind }).toEqual({
    modelId: 'gpt-4o',
    provider: 'openai',
    inputTokens: 11,
    outputTokens: 7,
    finishReason: 'stop',
    operationKind: 'chat',
  })
  const { contentFacts } = redacted(chat, about(['input', 'output'], 'remove'))
  expect(contentFacts['output.value$.usage']).toBe('{"prompt_tokens":11,"completion_tokens":7}')
  expect(contentFacts['output.value$.model']).toBe('gpt-4o')
  const named = redacted(chat, about(['model_id']))
  expect(printed(named)).not.toContain('gpt-4o')
  expect(named.inputMessages).toContain('I am Zora')
})

test('parts of messages that have columns of their own are fields', () => {
  const calls = redacted(chat, about(['tool_calls']))
  expect(printed(calls)).not.toContain('Xenia')
  expect(calls.outputMessages).toContain('Hello Yuri')
  const system = redacted(chat, about(['system_instructions']))
  expect(printed(system)).not.toContain('Be kind')
  expect(system.inputMessages).toContain('I am Zora')
  const tools = redacted(chat, about(['tool_definitions'], 'remove'))
  expect(printed(tools)).not.toContain('Finds Zora')
  expect(tools.toolDefinitions).toBe('')
  expect(tools.inputMessages).toContain('I am Zora')
})

test('a masked conversation is still a conversation, and what is made of it is made of the mask', () => {
  const { input, inputMessages, inputPreview, inputHash } = redacted(chat, about(['input']))
  expect(JSON.parse(inputMessages)).toEqual([
    { role: 'system', parts: [{ type: 'text', content: '[redacted]' }] },
    { role: 'user', parts: [{ type: 'text', content: '[redacted]' }] },
  ])
  expect([input, inputPreview]).toEqual([inputMessages, '[redacted]'])
  expect(inputHash).not.toBe(normalizeSpan(chat).inputHash)
})

test('tools, retrievals and embeddings have inputs and outputs under names of their own', () => {
  const tool = rawSpan({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'find',
    'gen_ai.tool.call.arguments': { who: 'Zora' },
    'gen_ai.tool.call.result': '{"found":"Yuri"}',
  })
  const retrieval = rawSpan({
    'openinference.span.kind': 'RETRIEVER',
    'input.value': 'where is Zora',
    'retrieval.documents.0.document.content': 'with Yuri',
    'retrieval.documents.0.document.metadata': '{"by":"Yuri"}',
  })
  const embedding = rawSpan({
    'openinference.span.kind': 'EMBEDDING',
    'embedding.embeddings.0.embedding.text': 'Zora',
    'embedding.embeddings.0.embedding.vector': [0.1, 0.2],
  })
  for (const raw of [tool, retrieval, embedding])
    expect(printed(redacted(raw, about(['input', 'output'])))).not.toMatch(/Zora|Yuri/)
  expect(redacted(tool, about(['input'])).toolName).toBe('find')
  expect(redacted(embedding, about(['input'])).embeddingDims).toBe(2)
  const found = redacted(retrieval, about(['retrieved_documents'], 'remove'))
  expect(printed(found)).not.toContain('Yuri')
  expect(found.retrievalQuery).toBe('where is Zora')
})

test('a pattern reaches every text, whatever holds it', () => {
  const mail = 'bob@x.de'
  const raw = rawSpan(
    {
      'user.id': mail,
      [`for.${mail}`]: '1',
      note: mail,
      list: [mail, 1],
      map: { inner: { deep: mail } },
      nested: JSON.stringify({ body: JSON.stringify({ to: 'b\u00fcrg', mail }) }),
      escaped: '"bob\\u0040x.de"',
      __proto__: undefined,
    },
    {
      name: `mail to ${mail}`,
      status: 'error',
      statusMessage: `${mail} bounced`,
      resource: { owner: mail },
      events: [
        { name: `sent ${mail}` },
        { name: 'exception', attributes: { 'exception.message': mail, 'exception.stacktrace': `at ${mail}` } },
      ],
      links: [
        { traceId: new Uint8Array(16).fill(3), spanId: new Uint8Array(8).fill(3), attributes: attributes({ mail }) },
      ],
      traceState: `x=${mail}`,
    },
  )
  const span = redacted(raw, email)
  expect(printed(span)).not.toMatch(/bob/)
  expect(span).toMatchObject({
    userId: '[redacted]',
    operationName: 'mail to [redacted]',
    statusMessage: '[redacted] bounced',
    errorMessage: '[redacted] bounced',
    contentRedacted: true,
  })
  expect(JSON.parse(JSON.parse(span.attributes.nested!).body)).toEqual({ to: 'bürg', mail: '[redacted]' })
})

test('a column that is read from what Python prints is redacted in there too', () => {
  const details = "{'audio': 0, 'cache_read': 128}"
  const raw = rawSpan({ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_token_details': details, note: details })
  const { cacheReadTokens, attributes } = redacted(raw, about(['cache_read_tokens'], 'remove'))
  expect([cacheReadTokens, { ...attributes }]).toEqual([
    undefined,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_token_details': '{"audio":0}', note: details },
  ])
  const { attributes: kept } = redacted(raw, about(['tool_name'], 'remove'))
  expect(kept['gen_ai.usage.input_token_details']).toBe(details)
})

test('a span that nothing matches is the very same span', () => {
  const span = { raw: chat, columns: normalizeSpan(chat) }
  expect(redactorOf({ name: 'x', action: 'mask', pattern: 'nowhere' }).span(span)).toBe(span)
  expect(redactorOf(about(['prompt_template'])).span(span)).toBe(span)
  expect(redactorOf().span(span)).toBe(span)
})

test('what is allowed first stays, in every place', () => {
  const allowed = redacted(chat, about(['user_id'], 'allow'), email)
  expect([allowed.userId, allowed.attributes['enduser.id']]).toEqual(['wanda@x.de', 'wanda@x.de'])
  expect(redacted(chat, about(['user_id'], 'allow'), about(['*'], 'remove')).userId).toBe('wanda@x.de')
})

test('an attribute is named by its key, and the columns that it is read into follow', () => {
  const { userId, attributes } = redacted(rawSpan({ 'user.id': 'u1', x: 'y' }), about(['user.*'], 'remove'))
  expect([userId, { ...attributes }]).toEqual(['', { x: 'y' }])
  const served = redacted(rawSpan({}, { resource: { 'service.name': 'shop' } }), about(['service_name'], 'hash'))
  expect([served.serviceName, served.resourceAttributes['service.name']]).toEqual(
    Array(2).fill(expect.stringMatching(/^hash:[0-9a-f]{32}$/)),
  )
})

test('an attribute called __proto__ is an attribute', () => {
  const key = '__proto__'
  const raw = rawSpan()
  const span = redacted({ ...raw, attributes: new Map([[key, 'bob@x.de']]) }, email)
  expect(Object.getOwnPropertyDescriptor(span.attributes, key)?.value).toBe('[redacted]')
})

test('resource attributes of many records are redacted once', () => {
  const redactor = redactorOf({ name: 'ip', action: 'mask', builtin: 'ip_address' })
  const raw = rawSpan({}, { resource: { 'host.ip': '10.0.0.1' } })
  const [first, second] = [raw, { ...raw }].map((each) => redactor.span({ raw: each, columns: normalizeSpan(each) }))
  expect(first!.raw.resource).toBe(second!.raw.resource)
  expect(first!.columns.resourceAttributes['host.ip']).toBe('[redacted]')
})

test('log records that carry content are redacted before it is copied from them', () => {
  const told = { 'gen_ai.input.messages': request, 'gen_ai.output.messages': answer, 'user.id': 'wanda@x.de' }
  const eventName = 'gen_ai.client.inference.operation.details'
  const logs: Partial<RawLog>[] = [
    { eventName, attributes: attributes(told) },
    { eventName, body: attributes(told) },
    { eventName, body: JSON.stringify(told) },
    {
      eventName: 'gen_ai.user.message',
      body: attributes({ content: 'I am Zora, card 4111' }),
      attributes: attributes({ 'enduser.id': 'wanda@x.de' }),
    },
    { eventName: 'gen_ai.system.message', body: 'Be kind to Zora.' },
  ]
  for (const fields of logs) {
    const { raw, columns } = redactedLog(fields, about(['input', 'user_id']))
    const patch = columnsFromContentLogs([{ traceId: '', spanId: '', timeNs: 1n, ...columns }])
    expect(printed([raw, columns, patch])).not.toMatch(/Zora|wanda/)
    expect(columns.isContent).toBe(true)
  }
  const choice = redactedLog(
    { eventName: 'gen_ai.choice', body: attributes({ message: { content: 'Hello Yuri' } }) },
    about(['output']),
  )
  expect(printed(choice)).not.toContain('Yuri')
})

test('of a message that comes as a log record the body is content, and attributes where there is no body', () => {
  const fields = { eventName: 'gen_ai.user.message', attributes: attributes({ 'user.id': 'wanda', content: 'Zora' }) }
  const { columns } = redactedLog({ ...fields, body: attributes({ content: 'Zora' }) }, about(['input']))
  expect([columns.body, columns.attributes['user.id']]).toEqual(['{"content":"[redacted]"}', 'wanda'])
  expect(redactedLog(fields, about(['input'])).columns.attributes.content).toBe('[redacted]')
})

test('patterns reach all of a log record, and a body has a name', () => {
  const mail = 'bob@x.de'
  const log = redactedLog(
    {
      body: attributes({ a: { b: mail } }),
      severityText: mail,
      attributes: attributes({ 'exception.stacktrace': `at ${mail}` }),
    },
    email,
  )
  expect(printed(log)).not.toContain('bob')
  expect(log.columns.body).toBe('{"a":{"b":"[redacted]"}}')
  expect(redactedLog({ body: 'hello' }, about(['body'], 'remove')).columns.body).toBe('')
})

test('points, their exemplars and their resource are redacted, and stay series of one model', () => {
  for (const rule of [email, about(['user_id', 'host.name', 'description'])]) {
    const columns = normalizeMetricPoint(rawPoint)
    const point = redactorOf(rule).point({ raw: rawPoint, columns })
    expect(printed(point)).not.toContain('bob')
    expect(point.columns.modelId).toBe('gpt-4o')
  }
})

test('the same text elsewhere goes too, unless another field is known by it', () => {
  const raw = rawSpan(
    {
      'input.value': '["Where is Zora now?", "production"]',
      'some.new.key': 'asked Where is Zora now? today',
      other: 'now',
    },
    { resource: { 'deployment.environment.name': 'production' } },
  )
  const span = redacted(raw, about(['input']))
  expect({ ...span.attributes }).toEqual({ 'some.new.key': 'asked [redacted] today', other: 'now' })
  expect(span.environment).toBe('production')
})

test('hashing without a key is refused', () => {
  expect(() => createRedactor([{ name: 'h', action: 'hash' }], { hashKey: '', compile: () => () => [] })).toThrow(
    /needs a key/,
  )
})
