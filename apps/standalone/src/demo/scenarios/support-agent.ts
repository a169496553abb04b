import { type Moment, orderNumber, someVisit } from '../cast.ts'
import { type ChatMessage, embeddingCall, modelCall, say } from '../model-call.ts'
import type { SpanPlan, TracePlan } from '../plan.ts'
import type { Random } from '../random.ts'
import { POLICIES, type Policy } from './policies.ts'

const SYSTEM = `You are the support copilot of Halden Outdoor, a shop for tents, backpacks and boots. Answer in the customer's language.
Look the order up before you speak about it. Quote the policy that you rely on. A refund above 100.00 EUR needs approval by a
person. Never promise a delivery date that the carrier has not confirmed. If you do not know, say so and offer a person.`

const REQUESTS = [
  (order: string) =>
    `I was charged twice for order ${order} and the parcel still has not arrived. Can you refund one of the charges?`,
  (order: string) => `Where is my order ${order}? The tracking has not moved for four days.`,
  (order: string) => `Paket ${order} seit 11 Tagen in Malmö, bitte Geld zurück.`,
  (order: string) => `The zipper of the Fjell 45 backpack broke on the second day. Order ${order}. What can I do?`,
  (order: string) => `I would like to send back both jackets of ${order} and keep one pair of boots.`,
  (order: string) => `Ordrenummer ${order}: teltet mangler stenger. Kan dere sende nye?`,
] as const

const CARRIERS = ['postnord', 'dhl', 'bring', 'ups'] as const

interface Story {
  random: Random
  release: string
  order: string
  carrier: (typeof CARRIERS)[number]
  carrierFails: boolean
  history: ChatMessage[]
}

/** An agent with tools and retrieval: looks an order up, asks the carrier, reads the policies, answers. */
export function supportAgent(random: Random, moment: Moment): TracePlan {
  const order = orderNumber(random)
  const carrier = random.pick(CARRIERS)
  const story: Story = {
    random,
    release: moment.release,
    order,
    carrier,
    carrierFails: random.chance(carrier === 'postnord' && moment.release === '2.41.0' ? 0.55 : 0.03),
    history: [say('user', random.pick(REQUESTS)(order))],
  }
  const steps = [askForTools(story), lookUpOrder(story), askCarrier(story), searchPolicies(story), finalAnswer(story)]
  const failed = story.carrierFails && random.chance(0.5)
  return {
    service: 'support-copilot',
    release: moment.release,
    environment: 'production',
    root: {
      name: 'invoke_agent resolve_ticket',
      kind: 'internal',
      selfMs: random.between(2, 9),
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'resolve_ticket',
        ...someVisit(random, moment),
        'pyflare.tags': random.chance(0.08) ? ['support', 'vip'] : ['support'],
        'pyflare.feature.id': 'support',
        'pyflare.team': 'customer-care',
        'gen_ai.input.messages': JSON.stringify(story.history.slice(0, 1)),
        'gen_ai.output.messages': JSON.stringify(story.history.slice(-1)),
        carrier,
        ...(random.chance(0.12) && feedback(story.carrierFails)),
      },
      logs: [{ severity: 'INFO', body: `ticket about order ${order} taken`, attributes: { order } }],
      children: steps,
      ...(failed && {
        error: { type: 'CarrierTimeout', message: `${carrier} did not answer within 2 s; the ticket went to a person` },
      }),
    },
  }
}

/** What the customer pressed below the answer: it is about the whole trace. */
function feedback(isUnhappy: boolean) {
  return {
    'trace.annotations.0.annotation.name': 'helpful',
    'trace.annotations.0.annotation.score': isUnhappy ? 0 : 1,
    'trace.annotations.0.annotation.label': isUnhappy ? 'no' : 'yes',
    'trace.annotations.0.annotation.annotator_kind': 'HUMAN',
  }
}

function askForTools({ random, order, history }: Story): SpanPlan {
  const call = { type: 'tool_call', id: 'call_1', name: 'get_order', arguments: { order_id: order } }
  const answer: ChatMessage = { role: 'assistant', parts: [call] }
  const span = modelCall(random, { model: 'small', system: SYSTEM, history: [...history], answer, finish: 'tool_call' })
  history.push(answer)
  return span
}

function lookUpOrder({ random, order, carrier, history }: Story): SpanPlan {
  const result = {
    order_id: order,
    total: 129,
    currency: 'EUR',
    charges: random.integer(1, 2),
    carrier,
    status: 'shipped',
  }
  history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: result }] })
  const query: SpanPlan = {
    name: 'SELECT orders',
    kind: 'client',
    selfMs: random.duration(24),
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': 'SELECT * FROM orders WHERE id = $1',
      'db.collection.name': 'orders',
    },
  }
  return tool(random, { name: 'get_order', id: 'call_1', args: { order_id: order } }, result, [query])
}

function askCarrier({ random, order, carrier, carrierFails, history }: Story): SpanPlan {
  const url = `https://api.${carrier}.example/track/${order}`
  const get = (ok: boolean): SpanPlan => ({
    name: 'GET',
    kind: 'client',
    selfMs: ok ? random.duration(480) : 2000,
    attributes: { 'http.request.method': 'GET', 'url.full': url, 'http.response.status_code': ok ? 200 : 504 },
    ...(!ok && {
      error: { type: '504', message: 'Gateway Timeout' },
      logs: [{ severity: 'ERROR' as const, body: `${carrier} answered 504 after 2.00 s`, attributes: { carrier } }],
    }),
  })
  const result = carrierFails
    ? { error: 'carrier did not answer' }
    : { order_id: order, last_scan: 'Malmö', days_without_scan: random.integer(0, 11) }
  history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_2', response: result }] })
  const attempts = carrierFails ? [get(false), { ...get(false), waitMs: 250 }] : [get(true)]
  const span = tool(
    random,
    { name: 'get_shipment', id: 'call_2', args: { order_id: order, carrier } },
    result,
    attempts,
  )
  return carrierFails ? { ...span, error: { type: 'CarrierTimeout', message: `${carrier} did not answer` } } : span
}

function searchPolicies({ random, history }: Story): SpanPlan {
  const query = 'refund duplicate charge lost in transit'
  const documents = POLICIES.map((policy: Policy) => ({
    id: policy.id,
    content: policy.text,
    score: Math.round(random.between(0.4, 0.95) * 100) / 100,
  }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 4)
  history.push(say('user', `Policies that may apply:\n${documents.map(({ content }) => content).join('\n')}`))
  return {
    name: 'retrieval policies_v7',
    kind: 'client',
    selfMs: random.duration(60),
    attributes: {
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.data_source.id': 'policies_v7',
      'gen_ai.retrieval.query.text': query,
      'gen_ai.retrieval.documents': JSON.stringify(documents),
      'gen_ai.request.top_k': 4,
    },
    children: [embeddingCall(random, query.length)],
  }
}

function finalAnswer({ random, release, order, carrier, carrierFails, history }: Story): SpanPlan {
  const text = carrierFails
    ? `I could not reach ${carrier} about ${order} just now. A colleague will look at it and write to you today.`
    : `I looked at ${order}. By our policy on duplicate charges the second charge of 129.00 EUR goes back to your card; it shows within 3 to 5 working days. The parcel was last scanned in Malmö by ${carrier}.`
  const answer = say('assistant', text)
  const span = modelCall(random, {
    // The newer release lets a model that thinks first answer some tickets.
    model: release === '2.41.0' && random.chance(0.3) ? 'reasoning' : 'large',
    system: SYSTEM,
    history: [...history],
    answer,
    slowdown: random.chance(0.04) ? 6 : 1,
  })
  history.push(answer)
  return span
}

interface ToolUse {
  name: string
  id: string
  args: object
}

function tool(random: Random, { name, id, args }: ToolUse, result: object, children: readonly SpanPlan[]): SpanPlan {
  return {
    name: `execute_tool ${name}`,
    kind: 'internal',
    selfMs: random.between(1, 6),
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      'gen_ai.tool.call.id': id,
      'gen_ai.tool.call.arguments': JSON.stringify(args),
      'gen_ai.tool.call.result': JSON.stringify(result),
    },
    children,
  }
}
