import type { Moment } from '../cast.ts'
import { modelCall, say } from '../model-call.ts'
import type { TracePlan } from '../plan.ts'
import type { Random } from '../random.ts'

const SYSTEM =
  'Classify the message as one of: refund, delivery, repair, product_question, spam. Answer with JSON: {"label": …, "confidence": …}.'

const MESSAGES = [
  ['My tent came without poles.', 'delivery'],
  ['You charged me twice!', 'refund'],
  ['Is the Fjell 45 good for winter tours?', 'product_question'],
  ['The buckle of my pack is broken.', 'repair'],
  ['Buy followers now, best price', 'spam'],
] as const

/** A small model that sorts incoming messages; now and then its answer is no JSON. */
export function ticketClassifier(random: Random, { release }: Moment): TracePlan {
  const [message, label] = random.pick(MESSAGES)
  const broken = random.chance(0.02)
  const answer = broken
    ? `I think this is about ${label}.`
    : JSON.stringify({ label, confidence: Math.round(random.between(0.6, 0.99) * 100) / 100 })
  return {
    service: 'ticket-router',
    release,
    environment: 'production',
    root: {
      name: 'classify_ticket',
      kind: 'internal',
      selfMs: random.between(1, 4),
      attributes: {
        'pyflare.feature.id': 'routing',
        'pyflare.team': 'customer-care',
        'pyflare.input.value': message,
        'pyflare.output.value': answer,
      },
      ...(broken && { error: { type: 'JSONDecodeError', message: 'Expecting value: line 1 column 1 (char 0)' } }),
      children: [
        modelCall(random, {
          model: 'flash',
          system: SYSTEM,
          history: [say('user', message)],
          answer: say('assistant', answer),
          temperature: 0,
        }),
      ],
    },
  }
}
