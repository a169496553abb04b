import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { randomOf } from '../seeded-random.fixture.ts'
import { CorpusSender, corpusShipments, type Shipment } from './corpus-load.fixture.ts'
import { Platform } from './platform.fixture.ts'
import { settledState } from './settled-state.fixture.ts'

let platform: Platform
let expected: Awaited<ReturnType<typeof settledState>>
const corpus = corpusShipments()
const PATIENCE = { timeout: 240_000, interval: 100 }
const written = () => vi.waitFor(async () => expect(await platform.behind()).toBe(0n), PATIENCE)

beforeAll(async () => {
  platform = await Platform.start()
  await platform.freshLog()
  await platform.startRole(16 << 20)
  const sender = new CorpusSender(platform.eventLog, platform.projectId)
  await sender.send({ spans: corpus.flatMap(({ spans }) => spans), logs: corpus.flatMap(({ logs }) => logs) })
  await written()
  expected = await settledState(platform)
  for (const lines of Object.values(expected)) expect(lines.length).toBeGreaterThan(10)
  await platform.endTest()
}, 300_000)
beforeEach(() => platform.freshLog())
afterEach(() => platform.endTest())
afterAll(() => platform?.stop())

/** In any order, some twice, a few together. */
function disturbed(random: (below: number) => number): Shipment[] {
  const all = [...corpus, ...corpus.filter(() => random(8) === 0)]
    .map((shipment) => ({ shipment, place: random(1 << 30) }))
    .sort((a, b) => a.place - b.place)
    .map(({ shipment }) => shipment)
  const together: Shipment[] = []
  for (let from = 0; from < all.length; ) {
    const some = all.slice(from, from + 20 + random(200))
    together.push({ spans: some.flatMap(({ spans }) => spans), logs: some.flatMap(({ logs }) => logs) })
    from += some.length
  }
  return together
}

/** Stops the role in the middle of a settling: after the first request that says so, nothing reaches the store any more. */
async function stopAt(request: string) {
  let reached = false
  platform.wire.decide = (head) => {
    reached ||= head.includes(request)
    return reached ? 'cut' : 'pass'
  }
  await vi.waitFor(async () => expect(reached || (await platform.behind()) === 0n).toBe(true), PATIENCE)
  await platform.stopRole()
  platform.wire.decide = () => 'pass'
  await platform.startRole(1 << 20)
}

const STEPS = [
  ...['INSERT INTO response_claims', 'INSERT INTO ledger', 'INSERT INTO span_patches', 'INSERT INTO trace_index'],
  'response_claims',
]

test.each([7, 1973])(
  'the corpus, shuffled by %i, on several writers and a store that is killed, ends the same',
  async (seed) => {
    const random = randomOf(seed)
    const sender = new CorpusSender(platform.eventLog, platform.projectId)
    await platform.startRole(1 << 20)
    const shipments = disturbed(random)
    for (const [at, shipment] of shipments.entries()) {
      await sender.send(shipment)
      if (at % 5 === 1) await stopAt(STEPS[random(STEPS.length)] ?? '')
      if (at === shipments.length >> 1) await platform.killServer()
      platform.wire.decide = () => (random(20) > 0 ? 'pass' : random(2) === 0 ? 'cut' : 'lose answer')
    }
    platform.wire.decide = () => 'pass'
    await written()
    const state = await settledState(platform)
    for (const [name, lines] of Object.entries(expected)) expect(state[name], name).toEqual(lines)
  },
  300_000,
)
