import { compilePattern } from '@pyflare/config'
import { createRedactor, type RawSpan, type RedactionRule } from '@pyflare/domain'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import { describe, expect, test } from 'vitest'
import { MAX_RECORD_BYTES } from '../publish/publish.ts'
import { createRecordEncoder } from '../publish/record-encoder.ts'
import { createCut } from './cut.ts'
import { createEnrich } from './enrich.ts'
import { createLimit } from './limit.ts'
import { createNormalize } from './normalize.ts'
import { createPipeline } from './pipeline.ts'
import { attributes, NOW_MS, rawLog, rawSpan } from './raw-items.fixture.ts'
import { createRedact } from './redact.ts'
import { createSample } from './sample.ts'

const MIB = 1024 * 1024
const MAX_CONTENT = 256 * 1024

function pipelineOf(...rules: RedactionRule[]) {
  return createPipeline({
    limit: createLimit({ maxAttributes: 512, maxValueLength: MIB, maxEvents: 256, maxLinks: 256 }),
    normalize: createNormalize(),
    redact: createRedact(createRedactor(rules, { hashKey: '', compile: compilePattern })),
    sample: createSample({ defaultRate: 1, rules: [] }),
    enrich: createEnrich({ environment: '', hostName: '' }),
    cut: createCut(MIB),
  })
}

function recordOf(fields: Partial<RawSpan>, ...rules: RedactionRule[]) {
  const { kept, rejections } = pipelineOf(...rules).spans([rawSpan(fields)], NOW_MS)
  expect(rejections).toEqual([])
  return kept[0]!.record
}

const told = (values: Parameters<typeof attributes>[0], ...rules: RedactionRule[]) =>
  recordOf({ attributes: attributes(values) }, ...rules)
/** Of an image of 5 MB, the base64 that it is sent as. */
const IMAGE = 'iVBORw0KGgo'.repeat(600_000)
const PICTURE = `data:image/png;base64,${IMAGE}`
/** As OpenAI's API takes them. */
const ASKED = [
  { role: 'system', content: 'You are brief.' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What is on it?' },
      { type: 'image_url', image_url: { url: PICTURE } },
    ],
  },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'zoom', arguments: '{"x":1}' } }],
  },
  { role: 'tool', tool_call_id: 'c1', content: 'A cat.' },
]
const ANSWERED = {
  model: 'gpt-4o-2024-08-06',
  choices: [
    {
      message: {
        role: 'assistant',
        content: 'A cat, I think.',
        tool_calls: [{ id: 'c2', type: 'function', function: { name: 'feed', arguments: '{"cat":true}' } }],
      },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 1100, completion_tokens: 12 },
}
const BLOB = { type: 'blob', modality: 'image', mime_type: 'image/png', content: IMAGE }

/** The same call in the words of several libraries. */
const DIALECTS: Readonly<Record<string, Parameters<typeof attributes>[0]>> = {
  'OpenTelemetry GenAI': {
    'gen_ai.operation.name': 'chat',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.usage.input_tokens': 1100,
    'gen_ai.usage.output_tokens': 12,
    'gen_ai.input.messages': JSON.stringify([
      { role: 'system', parts: [{ type: 'text', content: 'You are brief.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'What is on it?' }, BLOB] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'zoom', arguments: { x: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'A cat.' }] },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'A cat, I think.' },
          { type: 'tool_call', id: 'c2', name: 'feed', arguments: { cat: true } },
        ],
        finish_reason: 'stop',
      },
    ]),
  },
  'OpenInference, flattened': {
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'gpt-4o-2024-08-06',
    'llm.input_messages.0.message.role': 'system',
    'llm.input_messages.0.message.content': 'You are brief.',
    'llm.input_messages.1.message.role': 'user',
    'llm.input_messages.1.message.contents.0.message_content.type': 'text',
    'llm.input_messages.1.message.contents.0.message_content.text': 'What is on it?',
    'llm.input_messages.1.message.contents.1.message_content.type': 'image',
    'llm.input_messages.1.message.contents.1.message_content.image.image.url': PICTURE,
    'llm.input_messages.2.message.role': 'assistant',
    'llm.input_messages.2.message.tool_calls.0.tool_call.id': 'c1',
    'llm.input_messages.2.message.tool_calls.0.tool_call.function.name': 'zoom',
    'llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments': '{"x":1}',
    'llm.input_messages.3.message.role': 'tool',
    'llm.input_messages.3.message.tool_call_id': 'c1',
    'llm.input_messages.3.message.content': 'A cat.',
    'llm.output_messages.0.message.role': 'assistant',
    'llm.output_messages.0.message.content': 'A cat, I think.',
    'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c2',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'feed',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"cat":true}',
    // As it is sent: the same again, twice.
    'input.value': JSON.stringify({ model: 'gpt-4o', messages: ASKED }),
    'llm.token_count.prompt': 1100,
    'llm.token_count.completion': 12,
  },
  'OpenInference, values alone': {
    'openinference.span.kind': 'LLM',
    'input.value': JSON.stringify({ model: 'gpt-4o', messages: ASKED }),
    'output.value': JSON.stringify(ANSWERED),
  },
  Traceloop: {
    'traceloop.span.kind': 'llm',
    'llm.request.type': 'chat',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.prompt.0.role': 'system',
    'gen_ai.prompt.0.content': 'You are brief.',
    'gen_ai.prompt.1.role': 'user',
    'gen_ai.prompt.1.content': JSON.stringify(ASKED[1]?.content),
    'gen_ai.prompt.2.role': 'assistant',
    'gen_ai.prompt.2.tool_calls.0.id': 'c1',
    'gen_ai.prompt.2.tool_calls.0.name': 'zoom',
    'gen_ai.prompt.2.tool_calls.0.arguments': '{"x":1}',
    'gen_ai.prompt.3.role': 'tool',
    'gen_ai.prompt.3.tool_call_id': 'c1',
    'gen_ai.prompt.3.content': 'A cat.',
    'gen_ai.completion.0.role': 'assistant',
    'gen_ai.completion.0.content': 'A cat, I think.',
    'gen_ai.completion.0.tool_calls.0.id': 'c2',
    'gen_ai.completion.0.tool_calls.0.name': 'feed',
    'gen_ai.completion.0.tool_calls.0.arguments': '{"cat":true}',
    'gen_ai.usage.input_tokens': 1100,
    'gen_ai.usage.output_tokens': 12,
  },
}

describe('a chat with an image of 5 MB', () => {
  test.each(Object.entries(DIALECTS))('of %s is read truly, and cut afterwards', (_, values) => {
    const record = told(values)
    expect(JSON.parse(record.inputMessages)).toMatchObject([
      { role: 'system', parts: [{ type: 'text', content: 'You are brief.' }] },
      {
        role: 'user',
        parts: [{ content: 'What is on it?' }, { ...BLOB, content: `[… ${IMAGE.length} characters left out …]` }],
      },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'zoom', arguments: { x: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'A cat.' }] },
    ])
    expect(JSON.parse(record.toolCalls)).toEqual([{ id: 'c2', name: 'feed', arguments: { cat: true } }])
    expect(record).toMatchObject({
      inputPreview: 'What is on it?',
      outputPreview: 'A cat, I think.',
      responseModel: 'gpt-4o-2024-08-06',
      inputTokens: 1100,
      outputTokens: 12,
      contentTruncated: true,
    })
    expect(lengthOf(record)).toBeLessThan(2 * MIB)
  })

  test('in a log record stays messages, for the span that it tells of', () => {
    const values = attributes({ 'gen_ai.input.messages': DIALECTS['OpenTelemetry GenAI']!['gen_ai.input.messages']! })
    const eventName = 'gen_ai.client.inference.operation.details'
    const { record } = pipelineOf().logs([rawLog({ eventName, attributes: values })], NOW_MS).kept[0]!
    const messages = JSON.parse(record.attributes['gen_ai.input.messages']!)
    expect(record.attributes['gen_ai.input.messages']!.length).toBeLessThanOrEqual(MIB)
    expect(messages.map(({ role }: { role: string }) => role)).toEqual(['system', 'user', 'assistant', 'tool'])
    expect(/^iVBOR.+ characters left out …\]\n.+KGgo$/s.test(messages[1].parts[1].content)).toBe(true)
  })
})

describe('what is kept of a long span', () => {
  test('is head and tail of a message of 10 MB', () => {
    const { inputMessages, inputPreview, contentTruncated } = told({
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': `first ${'x'.repeat(10 * MIB)} last`,
    })
    expect(inputMessages.length).toBeLessThanOrEqual(MAX_CONTENT)
    expect(JSON.parse(inputMessages)[0].parts[0].content).toMatch(
      /^first x+\n\[… \d{8} characters left out …\]\nx+ last$/,
    )
    expect([inputPreview.length, contentTruncated]).toEqual([1000, true])
  })

  test('is JSON where it was JSON, in attributes too, with exact numbers and all that is short', () => {
    const nested = JSON.stringify({ picture: IMAGE, answer: 'yes' })
    const value = `{"id":12345678901234567890, "picture":"${IMAGE}", "nested":${JSON.stringify(nested)}, "seen":[true,null]}`
    const kept = told({ 'my.state': value }).attributes['my.state']!
    expect(kept.length).toBeLessThanOrEqual(MIB)
    expect(kept).toMatch(/^\{"id":12345678901234567890,"picture":"iVB/)
    const state = JSON.parse(kept)
    expect([JSON.parse(state.nested).answer, state.seen]).toEqual(['yes', [true, null]])
  })

  test('has all that is short, whatever stands before it', () => {
    const long = Object.fromEntries(
      Array.from({ length: 14 }, (_, at) => [`long.${at}`, String.fromCharCode(97 + at).repeat(MIB)]),
    )
    const { attributes: kept, droppedAttributesCount, ...record } = told({ ...long, short: 'here', 'user.id': 'u-1' })
    expect([Object.keys(kept).length, droppedAttributesCount, kept.short]).toEqual([16, 0, 'here'])
    expect(record).toMatchObject({ userId: 'u-1', contentTruncated: true })
    expect(lengthOf({ kept, ...record })).toBeLessThanOrEqual(4 * MIB + 10_000)
  })

  test.each<[string, Parameters<typeof attributes>[0]]>([
    ['JSON that nests 15 MiB deep', { 'gen_ai.input.messages': '['.repeat(15 * MIB) }],
    ['JSON of more values than anyone parses', { 'input.value': `[${'{},'.repeat(5 * MIB)}{}]` }],
    ['such JSON in a text of JSON', { 'input.value': JSON.stringify({ messages: `[${'[],'.repeat(4 * MIB)}[]]` }) }],
    ['a million messages', { 'gen_ai.input.messages': `[${'{"role":"user","content":"a"},'.repeat(400_000)}1]` }],
    ['digits that are no number', { 'gen_ai.usage.input_tokens': `${'1'.repeat(15 * MIB)}x` }],
    [
      'control characters',
      { metadata: JSON.stringify({ a: '\u0000'.repeat(2 * MIB) }), 'user.id': '\u0001'.repeat(3 * MIB) },
    ],
    [
      'long texts everywhere',
      Object.fromEntries(
        [
          'user.id',
          'session.id',
          'metadata',
          'gen_ai.request.model',
          'error.type',
          'retrieval.documents',
          'tag.tags',
        ].map((key) => [key, '"x", '.repeat(400_000)]),
      ),
    ],
    [
      'documents',
      {
        'retrieval.documents': JSON.stringify(
          Array.from({ length: 900 }, () => ({ page_content: 'd'.repeat(17_000) })),
        ),
      },
    ],
  ])('is bounded where it is %s', (_, values) => {
    const record = told({ 'gen_ai.operation.name': 'chat', ...values })
    expect(lengthOf(record)).toBeLessThanOrEqual(4 * MIB + 10_000)
    expect(createRecordEncoder(TraceBatch_TraceRecordSchema)(record).length).toBeLessThan(MAX_RECORD_BYTES)
    expect(record).toMatchObject({ operationKind: 'chat', contentTruncated: true })
  })

  test('is of documents all of them, each shorter', () => {
    const documents = Array.from({ length: 900 }, (_, at) => ({ id: `d${at}`, page_content: 'd'.repeat(15_000) }))
    const { retrievedDocuments } = told({
      'openinference.span.kind': 'RETRIEVER',
      'output.value': JSON.stringify(documents),
    })
    const kept = JSON.parse(retrievedDocuments)
    expect(retrievedDocuments.length).toBeLessThanOrEqual(MIB)
    expect(kept.map(({ id }: { id: string }) => id)).toEqual(documents.map(({ id }) => id))
  })
})

describe('redaction of a long span', () => {
  test('sees what is cut afterwards: a secret at the edge of a cut is masked whole', () => {
    const secret = 'AKIAABCDEFGHIJKLMNOP'
    const text = `${secret} `.repeat(150_000)
    const rule: RedactionRule = { name: 'keys', action: 'mask', builtin: 'api_key' }
    const record = told({ 'my.notes': text, 'gen_ai.operation.name': 'chat', 'input.value': text }, rule)
    expect(record).toMatchObject({ contentRedacted: true, contentTruncated: true })
    expect(/AKIA|MNOP/.exec(JSON.stringify([record.attributes, record.input, record.inputMessages]))?.index).toBe(
      undefined,
    )
  })

  test('reaches a part of messages that are longer than what is kept', () => {
    const rule: RedactionRule = { name: 'calls', action: 'mask', fields: ['tool_calls'] }
    for (const values of Object.values(DIALECTS)) {
      const record = told(values, rule)
      expect(JSON.stringify([record.attributes, record.toolCalls, record.outputMessages])).not.toMatch(
        /"?cat\\*"?: ?true/,
      )
      expect(record).toMatchObject({ outputPreview: 'A cat, I think.', inputTokens: 1100 })
    }
  })

  test('finds the same text elsewhere, however long it is', () => {
    const rule: RedactionRule = { name: 'input', action: 'mask', fields: ['input'] }
    const asked = Array.from({ length: 300_000 }, (_, at) => `word${at}`).join(' ')
    const record = told({ 'gen_ai.operation.name': 'chat', 'input.value': asked, 'my.copy': `asked: ${asked}` }, rule)
    expect(record.attributes['my.copy']).toBe('asked: [redacted]')
  })
})

/** Characters of all texts of a record. */
function lengthOf(record: object): number {
  return Object.values(record).reduce((sum: number, value: unknown) => {
    if (typeof value === 'string') return sum + value.length
    return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? sum + lengthOf(value) : sum
  }, 0)
}
