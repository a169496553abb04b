import { describe, expect, it } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'
import { readEmbeddings } from './read-embeddings.ts'

const EMBEDDING = { 'openinference.span.kind': 'EMBEDDING' }
const FLOATS = Buffer.from(new Float32Array([0.5, -0.25, 0.125, 1]).buffer).toString('base64')

describe('vectors', () => {
  it.each([
    ['a list of numbers', [0.5, 1]],
    ['a list of one vector', [[0.5, 1]]],
    ["OpenAI's answer", { data: [{ object: 'embedding', index: 0, embedding: [0.5, 1] }] }],
    ["Cohere's answer", { embeddings: [[0.5, 1]] }],
    ["Cohere's answer by type", { embeddings: { float: [[0.5, 1]] } }],
    ["Gemini's answer", { embeddings: [{ values: [0.5, 1] }] }],
    ["Vertex' answer", { predictions: [{ embeddings: { values: [0.5, 1], statistics: { token_count: 2 } } }] }],
    ["Bedrock's Titan", { embedding: [0.5, 1], inputTextTokenCount: 2 }],
    ["Haystack's documents", { documents: [{ content: 'hello', embedding: [0.5, 1] }] }],
  ])('are found in %s', (_, value) => {
    const raw = rawSpan({ ...EMBEDDING, 'input.value': '{"input":["hello"]}', 'output.value': JSON.stringify(value) })
    expect(readEmbeddings(raw)).toEqual([{ text: 'hello', vector: [0.5, 1] }])
    expect(normalizeSpan(raw).embeddingDims).toBe(2)
  })

  it.each([
    ['a text', 'hello'],
    ['a request', { model: 'm', input: 'hello' }],
    ["Gemini's contents", { contents: [{ parts: [{ text: 'hello' }] }] }],
    ["Vertex' instances", { instances: [{ content: 'hello' }] }],
    ["Titan's request", { inputText: 'hello' }],
    ['the arguments of a function', { texts: ['hello'], show_progress: false }],
  ])('stand for the text in %s', (_, value) => {
    const raw = rawSpan({ ...EMBEDDING, 'input.value': JSON.stringify(value), 'output.value': '[[1,2]]' })
    expect(readEmbeddings(raw)).toEqual([{ text: 'hello', vector: [1, 2] }])
  })

  it('in base64 are read; other text that is base64 is none', () => {
    const answer = (embedding: string) =>
      rawSpan({ ...EMBEDDING, 'output.value': JSON.stringify({ data: [{ embedding }] }) })
    expect(readEmbeddings(answer(FLOATS))).toEqual([{ text: '', vector: [0.5, -0.25, 0.125, 1] }])
    expect(readEmbeddings(answer('thisisplaintext1thisisplaintext1'))).toEqual([])
  })

  it('in bytes are as long as their span says', () => {
    const bytes = new Uint8Array(Buffer.from(FLOATS, 'base64'))
    const told = { 'pyflare.kind': 'embeddings', 'pyflare.embedding.vectors': bytes, 'pyflare.embedding.dims': 2 }
    expect(readEmbeddings(rawSpan(told)).map(({ vector }) => vector)).toEqual([
      [0.5, -0.25],
      [0.125, 1],
    ])
  })

  it('spelled out by attributes keep their order', () => {
    const told = { ...EMBEDDING, 'embedding.vector.1': [3, 4], 'embedding.vector.0': [1, 2] }
    const texts = { 'llm.input_messages.0.message.content': 'a', 'llm.input_messages.1.message.content': 'b' }
    expect(readEmbeddings(rawSpan({ ...told, ...texts }))).toEqual([
      { text: 'a', vector: [1, 2] },
      { text: 'b', vector: [3, 4] },
    ])
  })

  it('of a search are told by an event', () => {
    const event = { name: 'db.query.embeddings', attributes: { 'db.query.embeddings.vector': [1, 2] } }
    expect(readEmbeddings(rawSpan({}, { events: [event] }))).toEqual([{ text: '', vector: [1, 2] }])
  })

  it.each([
    ['numbers that are not finite', [[1, Number.NaN]]],
    ['more numbers than a model gives', [Array.from({ length: 9000 }, () => 0)]],
    ['lists of text', [['a', 'b']]],
    ['a number', 5],
  ])('are not %s', (_, value) => {
    expect(readEmbeddings(rawSpan({ ...EMBEDDING, 'output.value': JSON.stringify(value) }))).toEqual([])
  })

  it('are at most 256, and only of embeddings where any output may stand', () => {
    const many = JSON.stringify(Array.from({ length: 300 }, () => [1, 2]))
    expect(readEmbeddings(rawSpan({ ...EMBEDDING, 'output.value': many }))).toHaveLength(256)
    expect(readEmbeddings(rawSpan({ 'openinference.span.kind': 'TOOL', 'output.value': many }))).toEqual([])
  })
})
