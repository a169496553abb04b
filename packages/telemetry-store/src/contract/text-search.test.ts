import { afterAll, beforeAll, expect, it } from 'vitest'
import { indexRow } from './facts.ts'
import { hex, log, logBatch, type SpanInit, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

/** What a search for words could get wrong: parts of words, what stands between words, and letters beyond ASCII. */
const TEXTS = [
  'Refund of order 84123-07, please.',
  'The REFUNDS were refused',
  'C:\\temp\\new_file.txt is 100% full',
  'file_name and file-name and filename',
  'Größe, ÄRGER, straße',
  '部署失败,请重试',
  'Ошибка сервера',
  '🔥 fire 🔥',
  'a b c',
  'user@example.com',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx',
  '{"json": "in \\"text\\"", "n": [1, 2]}',
  'line one\nline two\ttabbed',
]

const WORDS = [
  ...['refund', 'efun', 'REFUNDS', 're', '84123', '84123-07', '123-0', '-07', 'order please', 'please.'],
  ...['temp\\new', '\\', '100%', '%', '_', 'new_file', 'file_name', 'file', 'filename', 'größe', 'ärger', 'STRASSE'],
  ...['部署', '失败', '请重试', 'ошибка', 'серв', '🔥', 'a', 'b c', 'user@example.com', '@example', 'example.com'],
  ...['eyJhbGci', 'HBGCI', 'NiJ9.eyJz', '"json":', '[1,', 'one line', 'tabbed', 'onel', 'zebra', '*', "'", '()'],
]

let test: TestStore

beforeAll(async () => {
  test = await openTestStore()
  const messages = (text: string) => JSON.stringify([{ role: 'user', content: text }])
  const records = TEXTS.flatMap((text, number) => [
    span({
      projectId: 'plain',
      traceId: traceId(number),
      spanId: spanId(number),
      [number % 2 === 0 ? 'input' : 'output']: text,
    }),
    span({ projectId: 'previews', traceId: traceId(number), spanId: spanId(number), ...cutByPreview(text, number) }),
    span({ projectId: 'messages', traceId: traceId(number), spanId: spanId(number), inputMessages: messages(text) }),
    span({ projectId: 'patches', traceId: traceId(number), spanId: spanId(number) }),
  ])
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: '1' })
  for (const projectId of ['plain', 'previews', 'messages', 'patches']) {
    const facts = TEXTS.map((text, number) => ({
      index: indexRow({ traceId: hex(traceId(number)) }),
      replacesStartTimeNs: undefined,
      patches:
        projectId === 'patches'
          ? [
              {
                spanId: hex(spanId(number)),
                version: 1,
                columns: { output_messages: messages(text) },
                fills: [],
                print: 'p',
              },
            ]
          : [],
      entries: [],
    }))
    await test.store.settlement.write(projectId, facts)
  }
  const logs = TEXTS.map((body, number) => log({ body, attributes: { number: String(number) } }))
  await test.store.writer.insertBlock({ signal: 'log', batches: [logBatch(...logs)], token: '1' })
})

afterAll(() => test.close())

/** A preview that ends in the middle of the text, on either side; and documents that are the output. */
function cutByPreview(text: string, number: number): SpanInit {
  const preview = [...text].slice(0, text.length / 2).join('')
  if (number % 3 === 0) return { input: text, inputPreview: preview }
  return number % 3 === 1
    ? { output: text, outputPreview: preview }
    : { output: text, outputPreview: preview, retrievedDocuments: text }
}

const holding = (text: string) =>
  [...TEXTS.keys()].filter((number) =>
    text.split(' ').every((word) => TEXTS[number]?.toLowerCase().includes(word.toLowerCase())),
  )

it.each(['plain', 'previews'])('finds words and their parts in input and output: %s', async (projectId) => {
  for (const text of WORDS) {
    const { rows } = await test.store.reader.listTraces({ projectId, text, limit: 100 })
    const found = rows.map((row) => Number.parseInt(row.trace_id.slice(-8), 16)).sort((a, b) => a - b)
    expect(`${text}: ${found}`).toBe(`${text}: ${holding(text)}`)
  }
})

// Messages are JSON, which has signs of its own, so only words that are not such signs say which text it was.
it.each(['messages', 'patches'])('finds words and their parts in %s', async (projectId) => {
  for (const text of WORDS.filter((word) => /[\p{L}\d]{3}/u.test(word) && !/messages|user$/.test(word))) {
    const { rows } = await test.store.reader.listTraces({ projectId, text, limit: 100 })
    const found = rows.map((row) => Number.parseInt(row.trace_id.slice(-8), 16)).sort((a, b) => a - b)
    expect(`${text}: ${found}`).toBe(`${text}: ${holding(text)}`)
  }
})

it('finds words and their parts in logs', async () => {
  for (const text of WORDS) {
    const { rows } = await test.store.reader.listLogs({ projectId: 'project-a', text, limit: 100 })
    const found = rows.map((row) => Number(row.attributes.number)).sort((a, b) => a - b)
    expect(`${text}: ${found}`).toBe(`${text}: ${holding(text)}`)
  }
})
