import { compilePattern } from '@pyflare/config'
import { createRedactor, type RawSpan } from '@pyflare/domain'
import { expect, test } from 'vitest'
import { createCut } from './cut.ts'
import { outcomeOf } from './describe-rejections.ts'
import { createEnrich } from './enrich.ts'
import { createLimit } from './limit.ts'
import { createNormalize } from './normalize.ts'
import { createPipeline } from './pipeline.ts'
import { attributes, id, NOW_MS, NOW_NS, rawLog, rawSpan } from './raw-items.fixture.ts'
import { createRedact } from './redact.ts'
import { createSample } from './sample.ts'

const limits = { maxAttributes: 10, maxValueLength: 100, maxEvents: 2, maxLinks: 2 }
const limitSpan = (fields: Partial<RawSpan>) => createLimit(limits).spans([rawSpan(fields)], NOW_MS)
const limited = (fields: Partial<RawSpan>) => limitSpan(fields).kept[0]!
const pipeline = (parts: Partial<Parameters<typeof createPipeline>[0]> = {}) =>
  createPipeline({
    limit: createLimit({ ...limits, maxValueLength: 10_000 }),
    normalize: createNormalize(),
    redact: createRedact(createRedactor([], { hashKey: '', compile: compilePattern })),
    sample: createSample({ defaultRate: 1, rules: [] }),
    enrich: createEnrich({ environment: '', hostName: '' }),
    cut: createCut(10_000),
    ...parts,
  })

test.each<[string, Partial<RawSpan>, RegExp]>([
  ['a short trace id', { traceId: id(8) }, /trace id must be 16 bytes/],
  ['a trace id of zeros', { traceId: new Uint8Array(16) }, /trace id must be 16 bytes/],
  ['no span id', { spanId: new Uint8Array(0) }, /span id must be 8 bytes/],
  ['a start in milliseconds', { startTimeNs: BigInt(NOW_MS) }, /looks like milliseconds/],
  ['a start in seconds', { startTimeNs: BigInt(NOW_MS / 1000) }, /looks like seconds/],
  ['a start in microseconds', { startTimeNs: BigInt(NOW_MS) * 1000n }, /looks like microseconds/],
  ['a start long ago', { startTimeNs: 1n }, /before the year 2000/],
  ['a start in the future', { startTimeNs: NOW_NS + 90_000_000_000_000n }, /in the future/],
  ['the largest time', { startTimeNs: 2n ** 64n - 1n }, /in the future/],
])('a span with %s is not kept, and others are', (_name, fields, reason) => {
  const { kept, rejections } = createLimit(limits).spans([rawSpan(), rawSpan(fields), rawSpan()], NOW_MS)
  expect(kept.map(({ index }) => index)).toEqual([0, 2])
  expect(rejections).toEqual([
    { index: 1, reason: expect.stringMatching(reason), sample: expect.stringContaining('scope_name') },
  ])
})

test.each<[string, Partial<RawSpan>, Partial<RawSpan>]>([
  ['an end before the start', { endTimeNs: NOW_NS - 1n }, { endTimeNs: NOW_NS }],
  ['no end', { endTimeNs: 0n }, { endTimeNs: NOW_NS }],
  ['no start', { startTimeNs: 0n, endTimeNs: NOW_NS - 9n }, { startTimeNs: NOW_NS - 9n, endTimeNs: NOW_NS - 9n }],
  ['no time at all', { startTimeNs: 0n, endTimeNs: 0n }, { startTimeNs: NOW_NS, endTimeNs: NOW_NS }],
  ['an end in the far future', { startTimeNs: NOW_NS - 5n, endTimeNs: 2n ** 64n - 1n }, { endTimeNs: NOW_NS }],
  ['a parent of zeros', { parentSpanId: new Uint8Array(8) }, { parentSpanId: new Uint8Array(0) }],
  ['a parent of another length', { parentSpanId: id(16) }, { parentSpanId: new Uint8Array(0) }],
  ['itself as its parent', { parentSpanId: id(8) }, { parentSpanId: new Uint8Array(0) }],
  ['a long name', { name: 'n'.repeat(5000) }, { name: 'n'.repeat(1024) }],
])('a span with %s is mended', (_name, fields, expected) => {
  expect(limited(fields).raw).toMatchObject(expected)
})

test('attributes beyond the number are dropped and counted', () => {
  const many = attributes(Object.fromEntries(Array.from({ length: 20_000 }, (_, place) => [`k${place}`, 1])))
  const { raw, isTruncated } = limited({ attributes: many, droppedAttributesCount: 5 })
  expect([raw.attributes.size, raw.droppedAttributesCount, isTruncated]).toEqual([10, 19_995, false])
  const odd = limited({ attributes: attributes({ '': 1, ['k'.repeat(600)]: 1, ok: 1 }) }).raw
  expect([[...odd.attributes.keys()], odd.droppedAttributesCount]).toEqual([['ok'], 2])
})

test('long values of a resource are cut at once, also inside lists and maps, never inside of a character', () => {
  const long = `${'x'.repeat(99)}😀${'x'.repeat(99)}`
  const values = attributes({
    text: long,
    list: [long, 1],
    map: attributes({ inner: long }),
    bytes: new Uint8Array(200),
  })
  const { raw, isTruncated, isLong } = limited({ resource: values })
  const cut = 'x'.repeat(99)
  expect(raw.resource.get('text')).toBe(cut)
  expect(raw.resource.get('list')).toEqual([cut, 1])
  expect(raw.resource.get('map')).toEqual(new Map([['inner', cut]]))
  expect(raw.resource.get('bytes')).toHaveLength(100)
  expect([isTruncated, isLong]).toEqual([false, false])
})

test('long values of a span are left whole until they are read', () => {
  const own = attributes({ text: 'x'.repeat(101) })
  const { raw, isTruncated, isLong } = limited({ attributes: own })
  expect(raw.attributes).toBe(own)
  expect([isTruncated, isLong]).toEqual([false, true])
  const many = attributes({ list: Array.from({ length: 10_001 }, () => '') })
  expect(limited({ attributes: many })).toMatchObject({ isTruncated: true, isLong: false })
})

test('what is long for many small values is cut at once, and what holds a long text is not', () => {
  const list = (entry: string, count: number) => `[${`${entry},`.repeat(count)}1]`
  const ofValue = (text: string) => limited({ attributes: attributes({ text }) })
  for (const entry of ['"a"', '{}', '[]', '{"a":"b"}', String.raw`"[\"a\",\"b\",\"c\",\"d\"]"`])
    expect(ofValue(list(entry, 300_000)).raw.attributes.get('text')).toHaveLength(100)
  const quotes = `he said ${'"'.repeat(600_000)}`
  for (const text of [quotes, JSON.stringify([quotes]), list('0.5', 300_000)])
    expect(ofValue(text).raw.attributes.get('text')).toBe(text)
  const many = attributes(Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`k${at}`, list('"a"', 30_000)])))
  expect(
    createLimit({ ...limits, maxValueLength: 1_000 }).spans([rawSpan({ attributes: many })], NOW_MS).kept[0],
  ).toMatchObject({
    isTruncated: true,
  })
})

test('what is within bounds stays the very same map', () => {
  const own = attributes({ a: 'x', list: ['y'] })
  expect(limited({ attributes: own }).raw.attributes).toBe(own)
})

test('events and links beyond the number are dropped and counted, broken links too', () => {
  const event = { name: 'e', timeNs: 0n, attributes: new Map() }
  const link = { traceId: id(16), spanId: id(8), attributes: new Map() }
  const { raw } = limited({ events: [event, event, event], links: [{ ...link, spanId: id(3) }, link, link, link] })
  expect([raw.events.length, raw.droppedEventsCount, raw.links.length, raw.droppedLinksCount]).toEqual([2, 1, 2, 2])
  expect(raw.events[0]!.timeNs).toBe(NOW_NS)
})

test('a log without a time takes the one at which it was seen, and a broken reference is none', () => {
  const logs = [
    rawLog({ timeNs: 0n, observedTimeNs: NOW_NS - 1n }),
    rawLog({ timeNs: 0n }),
    rawLog({ traceId: id(3), spanId: id(8), severityNumber: 99 }),
    rawLog({ timeNs: 5n }),
  ]
  const { kept, rejections } = createLimit(limits).logs(logs, NOW_MS)
  expect(kept.map(({ raw }) => raw.timeNs)).toEqual([NOW_NS - 1n, NOW_NS, NOW_NS])
  expect(kept[2]!.raw).toMatchObject({ traceId: new Uint8Array(0), spanId: new Uint8Array(0), severityNumber: 0 })
  expect(rejections).toHaveLength(1)
})

test('redaction reaches content by RE2 patterns, whose syntax is checked when they are compiled', () => {
  const rules = [{ name: 'ticket', action: 'mask' as const, pattern: '(?i)ticket-\\d+' }]
  const redact = createRedact(createRedactor(rules, { hashKey: 'k', compile: compilePattern }))
  const [item] = pipeline({ redact }).spans(
    [rawSpan({ attributes: attributes({ 'gen_ai.prompt': 'see TICKET-12', note: 'ticket-3' }) })],
    NOW_MS,
  ).kept
  expect(JSON.stringify(item!.record.attributes)).not.toMatch(/ticket-\d/i)
  expect(item!.record.attributes.note).toBe('[redacted]')
  expect(() => compilePattern('(?<=x)y', 'look')).toThrow(/pattern of look is not in RE2 syntax/)
})

test('what is kept of redacted items is made of what is left of them', () => {
  const rules = [
    { name: 'who', action: 'hash' as const, fields: ['user_id'] },
    { name: 'mail', action: 'mask' as const, builtin: 'email' as const },
  ]
  const redact = createRedact(createRedactor(rules, { hashKey: 'k', compile: compilePattern }))
  const told = attributes({ 'enduser.id': 'zora', 'service.owner': 'bob@x.de' })
  const resource = attributes({ 'service.name': 'shop', owner: 'bob@x.de' })
  const { spans, logs } = pipeline({ redact })
  const [first, second] = spans(
    [rawSpan({ name: 'to bob@x.de', attributes: told, resource }), rawSpan({ resource })],
    NOW_MS,
  ).kept
  expect(first!.record).toMatchObject({
    operationName: 'to [redacted]',
    samplingRate: 1,
    serviceName: 'shop',
    durationNs: 5n,
  })
  expect(first!.record.userId).toMatch(/^hash:/)
  expect(first!.record.attributes['enduser.id']).toBe(first!.record.userId)
  expect(first!.raw.name).toBe('to bob@x.de')
  expect(first!.record.resourceAttributes).toBe(second!.record.resourceAttributes)
  const log = logs([rawLog({ body: 'bob@x.de', attributes: told })], NOW_MS).kept[0]!.record
  expect([log.body, log.attributes['enduser.id'], log.severityNumber]).toEqual(['[redacted]', first!.record.userId, 9])
})

test('evaluations are made of what redaction left of spans and log records', () => {
  const rules = [{ name: 'why', action: 'mask' as const, fields: ['explanation'] }]
  const redact = createRedact(createRedactor(rules, { hashKey: 'k', compile: compilePattern }))
  const told = attributes({
    'gen_ai.evaluation.name': 'relevance',
    'gen_ai.evaluation.score.value': 0.5,
    'gen_ai.evaluation.explanation': 'Bob lives in Bergen.',
  })
  const { spans, logs } = pipeline({ redact })
  const events = [{ timeNs: NOW_NS, name: 'gen_ai.evaluation.result', attributes: told }]
  const [judged] = spans([rawSpan({ events })], NOW_MS).kept
  const [log] = logs(
    [rawLog({ eventName: 'gen_ai.evaluation.result', body: undefined, attributes: told })],
    NOW_MS,
  ).kept
  for (const item of [judged!, log!]) {
    expect(item.evaluations).toMatchObject([{ name: 'relevance', score: 0.5, explanation: '[redacted]' }])
    expect(JSON.stringify([item.record.attributes, 'events' in item.record && item.record.events])).not.toMatch(
      /Bergen/,
    )
  }
})

test('patterns that would take forever elsewhere are done at once', () => {
  expect(compilePattern('(a+)+$', 'slow')(`${'a'.repeat(20_000)}!`)).toEqual([])
  expect(compilePattern('a*', 'empty')('baab')).toEqual([{ start: 1, end: 3 }])
  expect(compilePattern('😀+', 'wide')('x😀😀y')).toEqual([{ start: 1, end: 5 }])
})

test('what no rate would keep goes, and other spans have the rate of their rule', () => {
  const sample = createSample({
    defaultRate: 0.2,
    rules: [{ attribute: { key: 'priority', value: 'high' }, rate: 0.5 }],
  })
  const spans = Array.from({ length: 400 }, (_, place) =>
    rawSpan({ traceId: id(16, place >> 2), attributes: attributes(place % 4 === 0 ? { priority: 'high' } : {}) }),
  )
  const { kept, rejections } = pipeline({ sample }).spans(spans, NOW_MS)
  const share = kept.length / spans.length
  expect([share > 0.35, share < 0.65, rejections.length]).toEqual([true, true, 0])
  for (const { raw, record } of kept) expect(record.samplingRate).toBe(raw.attributes.has('priority') ? 0.5 : 0.2)
})

test('sampling goes by what the client said, also where redaction hid it', () => {
  const redactor = createRedactor([{ name: 'p', action: 'remove', fields: ['priority'] }], {
    hashKey: '',
    compile: compilePattern,
  })
  const sample = createSample({ defaultRate: 0, rules: [{ attribute: { key: 'priority', value: 'high' }, rate: 1 }] })
  const spans = [rawSpan({ attributes: attributes({ priority: 'high' }) }), rawSpan()]
  const { kept } = pipeline({ redact: createRedact(redactor), sample }).spans(spans, NOW_MS)
  expect(kept.map(({ record }) => record.samplingRate)).toEqual([1, 0])
  expect(kept[0]!.record.attributes).not.toHaveProperty('priority')
})

test('what the collector knows is added where the client said nothing', () => {
  const enrich = createEnrich({ environment: 'staging', hostName: 'edge-1' })
  const named = rawSpan({ resource: attributes({ 'deployment.environment.name': 'production' }) })
  const { kept } = pipeline({ enrich }).spans([rawSpan(), named], NOW_MS)
  expect(kept.map(({ record }) => record.environment)).toEqual(['staging', 'production'])
  for (const { record } of kept) expect(record.resourceAttributes['pyflare.collector.host']).toBe('edge-1')
  expect(pipeline().spans([rawSpan()], NOW_MS).kept[0]!.record.resourceAttributes).not.toHaveProperty(
    'pyflare.collector.host',
  )
})

test('spans of one resource share its printed attributes', () => {
  const resource = attributes({ 'service.name': 'shop' })
  const [a, b] = pipeline().spans([rawSpan({ resource }), rawSpan({ resource })], NOW_MS).kept
  expect(a!.record.resourceAttributes).toBe(b!.record.resourceAttributes)
})

test('logs go through the same stages', () => {
  const { kept, rejections } = pipeline().logs([rawLog({ body: attributes({ a: 1 }) }), rawLog({ timeNs: 7n })], NOW_MS)
  expect(kept.map(({ record }) => [record.body, record.serviceName, record.scopeName])).toEqual([
    ['{"a":1}', 'shop', 's'],
  ])
  expect(rejections).toEqual([
    {
      index: 1,
      reason: expect.stringContaining('before the year 2000'),
      sample: expect.stringContaining('"service_name":"shop"'),
    },
  ])
})

test('the first reasons are told, each once, with how often it applied', () => {
  const none = { count: 0, reason: '' }
  const counted = (count: number) => ({ count, accepted: count, late: 0, sampledOut: 0, repaired: new Map() })
  expect(outcomeOf('spans', counted(3), [], none)).toMatchObject({
    rejected: 0,
    message: '',
    accepted: 3,
    rejections: [],
  })
  const reasons = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((reason, index) => ({ index, reason, sample: '' }))
  const { rejected, message, rejections } = outcomeOf('spans', counted(10), reasons, { count: 2, reason: 'torn' })
  expect([rejected, message]).toEqual([9, '9 of 12 spans were not kept. 2: a; 1: b; 1: c; 1: d; 1: e; and more.'])
  expect(rejections.map(({ reason, items }) => [reason, items])).toEqual([
    ['a', 2],
    ...['b', 'c', 'd', 'e', 'f'].map((reason) => [reason, 1]),
    ['cannot be decoded (torn)', 2],
  ])
  expect(outcomeOf('spans', counted(0), [], { count: 1, reason: 'torn' }).message).toBe(
    '1 of 1 spans were not kept. 1: cannot be decoded (torn).',
  )
})
