import { describe, expect, it } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'
import { readEmbeddings } from './read-embeddings.ts'
import { evaluationsOfSpan } from './read-evaluations.ts'

const LLM = { 'openinference.span.kind': 'LLM' }
const LIMIT = 256 * 1024
const repeat = (count: number, open: string, close: string): string => open.repeat(count) + close.repeat(count)
const messages = (list: unknown): Record<string, unknown> => ({ ...LLM, 'gen_ai.input.messages': JSON.stringify(list) })

/** What a client of bad will, or a broken one, may send: every row is bounded, and what is told beside still comes out. */
describe('hostile telemetry', () => {
  it.each([
    ['arrays', repeat(50_000, '[', ']')],
    ['objects', repeat(50_000, '{"a":', '}')],
    ['half of an array', '['.repeat(50_000)],
    ['quotes', '"'.repeat(50_000)],
    ['backslashes', '\\'.repeat(50_000)],
    ['a text that never ends', `[{"role":"user","content":"${'\\u0000'.repeat(20_000)}`],
  ])('of JSON that is deep or broken (%s) stays text', (_, text) => {
    const columns = normalizeSpan(
      rawSpan({ ...LLM, 'input.value': text, 'output.value': text, 'llm.model_name': 'gpt-4o' }),
    )
    expect(columns.modelId).toBe('gpt-4o')
    expect(columns.input.length).toBeLessThanOrEqual(LIMIT)
    expect(columns.inputPreview.length).toBeLessThanOrEqual(1000)
  })

  it('of maps that nest without end is cut where it nests too deeply', () => {
    let value: unknown = 'the end'
    for (let depth = 0; depth < 1_000; depth += 1) value = { a: value }
    const columns = normalizeSpan(rawSpan({ ...LLM, 'gen_ai.input.messages': value }))
    expect(columns.inputMessages).toContain('[nested too deeply]')
    expect(columns.inputMessages).not.toContain('the end')
  })

  it('of a message of 10 MB keeps its head and its tail', () => {
    const text = `first ${'x'.repeat(10 * 1024 * 1024)} last`
    const columns = normalizeSpan(rawSpan({ ...LLM, 'llm.input_messages.0.message.content': text }))
    expect(columns.contentTruncated).toBe(true)
    expect(columns.inputMessages.length).toBeLessThanOrEqual(LIMIT)
    const [message] = JSON.parse(columns.inputMessages)
    expect(message.parts[0].content).toMatch(/^first x+\n\[… \d+ characters left out …\]\nx+ last$/)
  })

  it('of more messages than fit keeps the first and the last, as JSON', () => {
    const many = Array.from({ length: 9_000 }, (_, at) => ({ role: 'user', content: `message ${at}` }))
    const columns = normalizeSpan(rawSpan(messages(many)))
    expect(columns.inputMessages.length).toBeLessThanOrEqual(LIMIT)
    const kept = JSON.parse(columns.inputMessages)
    expect(kept.at(0).parts[0].content).toBe('message 0')
    expect(kept.at(-1).parts[0].content).toBe('message 8999')
    expect(columns.inputPreview).toBe('message 8999')
  })

  it.each([
    ['a million messages', Array.from({ length: 100_000 }, () => ({ role: 'user', content: 'a' }))],
    [
      'a message of a million parts',
      [{ role: 'user', content: Array.from({ length: 100_000 }, () => ({ type: 'text', text: 'a' })) }],
    ],
    ['messages that are no messages', [1, null, true, [[[]]], {}, 'x']],
    ['roles that are no words', [{ role: 5, content: 'a' }, { role: null, content: {} }, { content: [] }]],
  ])('of %s is bounded', (_, list) => {
    const columns = normalizeSpan(rawSpan(messages(list)))
    expect(columns.inputMessages.length).toBeLessThanOrEqual(LIMIT)
    expect(columns.operationKind).toBe('chat')
  })

  it('of names that mean something to JavaScript changes nothing but its own row', () => {
    const told = {
      ...LLM,
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Hi',
      'llm.input_messages.0.__proto__.polluted': 'yes',
      'llm.input_messages.__proto__.0.polluted': 'yes',
      'gen_ai.prompt.constructor.prototype.polluted': 'yes',
      metadata: '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{}},"fine":1}',
      'llm.invocation_parameters': '{"__proto__":{"temperature":1},"toString":"x","hasOwnProperty":"y"}',
      'output.value': '{"__proto__":{"usage":{"prompt_tokens":5}},"choices":{"__proto__":[]}}',
    }
    const raw = rawSpan(told)
    const hostile = new Map([...raw.attributes, ['__proto__', 'a key'], ['constructor', 'another']])
    const columns = normalizeSpan({ ...raw, attributes: hostile })
    expect(JSON.parse(columns.inputMessages)).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }])
    expect(JSON.parse(columns.metadata)).toEqual({ fine: 1 })
    expect(columns).toMatchObject({ temperature: undefined, inputTokens: undefined })
    expect(Object.hasOwn(columns.attributes, '__proto__')).toBe(true)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('of lists spelled out without end is read as far as a list goes', () => {
    const told = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, at) => [`llm.input_messages.${at}.message.content`, `message ${at}`]),
    )
    const columns = normalizeSpan(rawSpan({ ...LLM, ...told, 'llm.input_messages.99999999999.message.content': 'x' }))
    expect(JSON.parse(columns.inputMessages).length).toBeLessThanOrEqual(1_000)
  })

  it('of numbers that are none counts nothing', () => {
    const told = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': '99999999999999999999999999',
      'gen_ai.usage.output_tokens': '0x10',
      'gen_ai.usage.cache_read.input_tokens': '1e999',
      'gen_ai.usage.cost': 'Infinity',
      'gen_ai.request.temperature': 'NaN',
      'gen_ai.request.seed': '9'.repeat(50),
      'gen_ai.request.max_tokens': { intValue: { intValue: '5' } },
    }
    expect(normalizeSpan(rawSpan(told))).toMatchObject({
      inputTokens: undefined,
      outputTokens: undefined,
      cacheReadTokens: undefined,
      costReportedNanos: undefined,
      temperature: undefined,
      seed: undefined,
      maxTokens: undefined,
      usageMissing: true,
    })
  })

  it('of words that patterns stumble over is read all the same', () => {
    const told = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': `${'1'.repeat(4_000_000)}x`,
      'gen_ai.request.model': `m${'-2024'.repeat(20_000)}`,
      'gen_ai.system': '.'.repeat(100_000),
      'error.type': "<class '".repeat(20_000),
      'server.address': `http://${'a.'.repeat(50_000)}`,
      'deployment.environment': '-'.repeat(100_000),
    }
    const events = [{ name: 'exception', attributes: { 'exception.stacktrace': `${'A.'.repeat(100_000)}:` } }]
    const raw = rawSpan(told, {
      status: 'error',
      statusMessage: 'error code: '.repeat(20_000),
      name: `chat ${'a'.repeat(100_000)}`,
      events,
    })
    expect(normalizeSpan(raw)).toMatchObject({ operationKind: 'chat', status: 'error', environment: 'default' })
  })

  it('of more vectors, documents and judgements than anyone keeps is bounded', () => {
    const vectors = JSON.stringify(Array.from({ length: 5_000 }, () => [0.5, 1]))
    expect(readEmbeddings(rawSpan({ 'openinference.span.kind': 'EMBEDDING', 'output.value': vectors }))).toHaveLength(
      256,
    )
    const documents = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ page_content: `${at}` })))
    const found = normalizeSpan(rawSpan({ 'openinference.span.kind': 'RETRIEVER', 'output.value': documents }))
    expect(JSON.parse(found.retrievedDocuments)).toHaveLength(1_000)
    const events = Array.from({ length: 1_000 }, (_, at) => ({
      name: 'gen_ai.evaluation.result',
      attributes: { 'gen_ai.evaluation.name': `${at}` },
    }))
    expect(evaluationsOfSpan(rawSpan({}, { events }))).toHaveLength(100)
  })

  it('of an answer in more pieces than one comes in is left where it is', () => {
    const chunk = JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'a' } }] })
    const events = Array.from({ length: 20_001 }, (_, at) => ({
      name: `mlflow.chunk.item.${at}`,
      attributes: { 'mlflow.chunk.value': chunk },
    }))
    const columns = normalizeSpan(rawSpan({ 'mlflow.spanType': 'CHAT_MODEL' }, { events }))
    expect(columns).toMatchObject({ outputMessages: '', stream: true })
  })
})
