/**
 * Compares what the collector writes of spans with plans and without, over requests like those of the corpus, mutated at random.
 *
 *   npm run compare:spans -- [--requests 100000] [--seed 1]
 */
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { fromBinary } from '@bufbuild/protobuf'
import { ExportTraceServiceRequestSchema } from '@pyflare/proto'
import { listCaptures, readCapture } from '@pyflare/testkit'
import { randomOf } from '../../apps/collector/src/seeded-random.fixture.ts'
import { mutatedRequest } from '../../apps/collector/src/spans/mutated-requests.fixture.ts'
import { TwoWays } from '../../apps/collector/src/spans/two-ways.fixture.ts'

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
/** The same request several times over, so that there are plans for it. */
const AGAIN = 4
const TOLD_EVERY = 10_000

const requests = listCaptures().flatMap(({ library, scenario }) =>
  readCapture(library, scenario)
    .bodies.filter(({ signal, encoding }) => signal === 'traces' && encoding === 'protobuf')
    .map(({ bytes }) => fromBinary(ExportTraceServiceRequestSchema, bytes)),
)
const ways = new TwoWays()
const chance = randomOf(Number(values.seed))
const receivedAtMs = Date.now()
let differing = 0
for (let number = 0; number < Number(values.requests); number++) {
  const base = requests[chance(requests.length)]
  for (let again = 0; base !== undefined && again < AGAIN; again++, number++) {
    const body = mutatedRequest(base, chance)
    const { readable, planned } = ways.make(body, receivedAtMs)
    if (isDeepStrictEqual(readable, planned)) continue
    differing++
    if (differing <= 3) console.log(`request ${number} differs: ${Buffer.from(body).toString('base64')}`)
  }
  if (number % TOLD_EVERY < AGAIN + 1) console.log(`${number} requests, ${ways.spans} spans, ${differing} differ`)
}
console.log(
  `${ways.spans} spans, ${((1 - ways.unplanned / ways.spans) * 100).toFixed(0)} % of them by plans: ${differing} requests differ.`,
)
process.exitCode = differing === 0 ? 0 : 1
