import type { Cast } from './cast.ts'
import type { Conversation, Conversations } from './conversation.ts'
import type { Prose } from './prose.ts'
import type { Random } from './random.ts'
import { type SpanInit, SpanMaker } from './span-maker.ts'
import type { Traffic } from './traffic.ts'

export interface TraceMaterial {
  cast: Cast
  conversations: Conversations
  random: Random
  prose: Prose
  traffic: Traffic
}

/** The spans of one trace, its root first: an agent, a question over documents, a classification or an indexing job. */
export function makeTrace(material: TraceMaterial, startNs: bigint): SpanInit[] {
  const { conversations, random, prose, traffic } = material
  const conversation = conversations.next()
  const maker = new SpanMaker(conversation, random, prose, startNs)
  const dice = random.next()
  if (traffic.onlyAgents) turn(maker, material, conversation)
  else if (dice < 0.4) agent(maker, material, conversation)
  else if (dice < 0.7) questionOverDocuments(maker, material, conversation)
  else if (dice < 0.9) classification(maker, material, conversation)
  else indexing(maker, material)
  return maker.spans
}

function agent(maker: SpanMaker, { conversations, random, prose, cast }: TraceMaterial, conversation: Conversation) {
  const question = conversations.ask(conversation)
  const name = random.pick(cast.agents)
  const root = maker.around(
    { operationName: `invoke_agent ${name}`, operationKind: 'agent', agentName: name },
    0,
    (id) => {
      const messages = [...conversation.history]
      if (random.chance(0.5)) {
        maker.embedding(id, question)
        maker.retrieval(id, question)
      }
      for (let step = random.integer(1, 4); step > 0; step--) {
        maker.chat(id, messages, prose.text(random.integer(40, 200)))
        const result = prose.text(random.integer(100, 500))
        maker.tool(id, random.pick(cast.tools), result)
        messages.push({ role: 'tool', text: result })
      }
      maker.chat(id, messages, conversations.answer(conversation))
    },
  )
  asksAndAnswers(root, conversation, question)
}

/** What the tools said stays in the conversation, as agents keep it. */
function turn(maker: SpanMaker, { conversations, random, prose, cast }: TraceMaterial, conversation: Conversation) {
  const { history } = conversation
  const question = conversations.ask(conversation)
  const name = random.pick(cast.agents)
  const root = maker.around(
    { operationName: `invoke_agent ${name}`, operationKind: 'agent', agentName: name },
    0,
    (id) => {
      for (let step = random.integer(1, 6); step > 0; step--) {
        const thought = prose.text(random.integer(40, 200))
        maker.chat(id, history, thought)
        const result = prose.text(random.integer(200, 1_500))
        maker.tool(id, random.pick(cast.tools), result)
        history.push({ role: 'assistant', text: thought }, { role: 'tool', text: result })
      }
      maker.chat(id, history, prose.text(random.integer(100, 600)))
    },
  )
  conversations.answer(conversation)
  asksAndAnswers(root, conversation, question)
}

function questionOverDocuments(maker: SpanMaker, { conversations }: TraceMaterial, conversation: Conversation) {
  const question = conversations.ask(conversation)
  const root = maker.around({ operationName: 'POST /ask', operationKind: 'chain', spanKind: 'server' }, 0, (id) => {
    maker.embedding(id, question)
    const context = maker.retrieval(id, question)
    maker.chat(id, [{ role: 'user', text: `${context}\n\n${question}` }], conversations.answer(conversation))
  })
  asksAndAnswers(root, conversation, question)
}

function classification(maker: SpanMaker, { random, prose }: TraceMaterial, conversation: Conversation) {
  const text = prose.text(random.integer(100, 600))
  const label = random.pick(['billing', 'delivery', 'complaint', 'praise'])
  const root = maker.around({ operationName: 'classify', operationKind: 'chain' }, 3, (id) => {
    maker.chat(id, [{ role: 'user', text }], label)
  })
  says(root, text, label)
  conversation.history.length = 0
}

function indexing(maker: SpanMaker, { random, prose }: TraceMaterial) {
  maker.around({ operationName: 'index documents', operationKind: 'chain' }, 4, (id) => {
    for (let left = random.integer(8, 24); left > 0; left--) maker.embedding(id, prose.text(random.integer(200, 800)))
  })
}

function asksAndAnswers(root: SpanInit, { history }: Conversation, question: string): void {
  says(root, question, history.at(-1)?.text ?? '')
}

function says(root: SpanInit, input: string, output: string): void {
  const contentFrom = { input: 'input.value', output: 'output.value' }
  Object.assign(root, { contentFrom, input, output, inputPreview: input.slice(0, 1_000), outputPreview: output })
}

/** One trace of very many spans: an agent that would not stop. */
export function makeLongTrace(material: TraceMaterial, startNs: bigint, spans: number): SpanInit[] {
  const { conversations, random, prose, cast } = material
  const maker = new SpanMaker(conversations.next(), random, prose, startNs)
  maker.around({ operationName: 'invoke_agent endless', operationKind: 'agent' }, 0, (id) => {
    for (let left = spans - 1; left > 0; left--) {
      if (left % 3 === 0) maker.chat(id, [{ role: 'user', text: prose.text(300) }], prose.text(200))
      else maker.tool(id, random.pick(cast.tools), prose.text(200))
    }
  })
  return maker.spans
}
