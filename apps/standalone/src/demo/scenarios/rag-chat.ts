import { type Moment, someVisit } from '../cast.ts'
import { embeddingCall, modelCall, say } from '../model-call.ts'
import type { EvaluationPlan, TracePlan } from '../plan.ts'
import type { Random } from '../random.ts'
import { POLICIES } from './policies.ts'

const SYSTEM =
  'You answer questions about the products and policies of Halden Outdoor. Use only the passages given. Cite them by id. Say when they do not answer.'

const EXCHANGES = [
  [
    'How do I wash a down jacket?',
    'Wash it at 30 degrees with down soap and dry it at low heat with tennis balls until no lump is left [pol-care].',
  ],
  ['How long may I send boots back?', 'Sixty days, unused; try them on indoors [pol-returns].'],
  ['Do you repair broken tent poles?', 'Yes, free of charge for five years. Send the tent clean and dry [pol-repair].'],
  [
    'Do I pay duties on an order to Norway?',
    'No. Duties are paid by us; if the carrier asks for them, we refund you [pol-duties].',
  ],
  ['Which stove works above 4,000 metres?', 'The passages do not say. A colleague in the shop can help you choose.'],
] as const

/** A question, a search, an answer. */
export function ragChat(random: Random, moment: Moment): TracePlan {
  const [question, answer] = random.pick(EXCHANGES)
  const found = [...POLICIES].sort(() => random.next() - 0.5).slice(0, 3)
  const documents = found.map((policy, rank) => ({
    id: policy.id,
    content: policy.text,
    score: Math.round((0.9 - rank * 0.12) * 100) / 100,
  }))
  const limited = random.chance(0.025)
  const call = modelCall(random, {
    model: random.chance(0.7) ? 'cheap' : 'flash',
    system: SYSTEM,
    history: [
      say('user', `${documents.map(({ id, content }) => `[${id}] ${content}`).join('\n')}\n\nQuestion: ${question}`),
    ],
    answer: say('assistant', answer),
    slowdown: random.chance(0.02) ? 8 : 1,
    ...(limited && { error: { type: 'RateLimitError', message: '429: rate limit reached for requests per minute' } }),
  })
  return {
    service: 'kb-answers',
    release: moment.release,
    environment: random.chance(0.9) ? 'production' : 'staging',
    root: {
      name: 'kb_answer',
      kind: 'server',
      selfMs: random.between(3, 12),
      attributes: {
        'http.request.method': 'POST',
        'url.path': '/answer',
        'http.response.status_code': limited ? 503 : 200,
        ...someVisit(random, moment),
        'pyflare.tags': [limited ? 'rate-limited' : 'help-centre', ...(random.chance(0.05) ? ['vip'] : [])],
        'pyflare.feature.id': 'help-centre',
        'pyflare.team': 'content',
        'pyflare.input.value': question,
        'pyflare.output.value': limited ? '' : answer,
      },
      ...(limited && { error: { type: 'RateLimitError', message: 'the model provider refused the call' } }),
      logs: limited ? [{ severity: 'WARN', body: 'model provider limits us, answering 503' }] : [],
      children: [
        {
          name: 'retrieval help_centre',
          kind: 'client',
          selfMs: random.duration(45),
          attributes: {
            'gen_ai.operation.name': 'retrieval',
            'gen_ai.data_source.id': 'help_centre',
            'gen_ai.retrieval.query.text': question,
            'gen_ai.retrieval.documents': JSON.stringify(documents),
            'gen_ai.request.top_k': 3,
          },
          children: [embeddingCall(random, question.length)],
        },
        limited || random.chance(0.5) ? call : { ...call, evaluations: [groundedness(answer, documents)] },
      ],
    },
  }
}

/** Whether the passage that an answer cites is one that was found. */
function groundedness(answer: string, documents: readonly { id: string }[]): EvaluationPlan {
  const cited = /\[([\w-]+)\]/.exec(answer)?.[1]
  const isFound = documents.some(({ id }) => id === cited)
  if (cited === undefined)
    return { name: 'groundedness', score: 1, label: 'pass', explanation: 'It claims nothing, and says so.' }
  return {
    name: 'groundedness',
    score: isFound ? 0.95 : 0.2,
    label: isFound ? 'pass' : 'fail',
    explanation: isFound
      ? `It rests on ${cited}, which was found.`
      : `It cites ${cited}, which is not among the passages that were found.`,
  }
}
