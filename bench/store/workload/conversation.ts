import { type Cast, ENVIRONMENTS, FEATURES, MODELS, type Model, RELEASES, TAGS, USERS } from './cast.ts'
import type { Prose } from './prose.ts'
import type { Random } from './random.ts'
import type { Traffic } from './traffic.ts'

export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
}

/** One session of one user: its traces carry the history again and again, as agents do. */
export interface Conversation {
  cast: Cast
  model: Model
  userId: string
  sessionId: string
  environment: string
  release: string
  featureId: string
  tags: string[]
  systemPrompt: string
  history: Message[]
}

const AT_ONCE = 60

/** The sessions of a project that are going on now. */
export class Conversations {
  readonly #going: Conversation[] = []

  constructor(
    private readonly cast: Cast,
    private readonly random: Random,
    private readonly prose: Prose,
    private readonly traffic: Traffic,
  ) {}

  endAll(): void {
    this.#going.length = 0
  }

  next(): Conversation {
    const at = this.random.integer(0, AT_ONCE - 1)
    const going = this.#going[at]
    const { longestHistory, goesOn } = this.traffic
    if (going !== undefined && going.history.length < longestHistory && this.random.chance(goesOn)) return going
    const begun = this.#begin()
    this.#going[Math.min(at, this.#going.length)] = begun
    return begun
  }

  #begin(): Conversation {
    const { random, cast } = this
    return {
      cast,
      model: MODELS[random.skewed(MODELS.length + 1)] ?? random.pick(MODELS),
      userId: `user-${random.skewed(USERS)}`,
      sessionId: Buffer.from(random.bytes(16)).toString('hex'),
      environment: random.pick(ENVIRONMENTS),
      release: random.pick(RELEASES),
      featureId: random.pick(FEATURES),
      tags: random.chance(0.4) ? [random.pick(TAGS)] : [],
      systemPrompt: random.pick(cast.systemPrompts),
      history: [],
    }
  }

  ask(conversation: Conversation): string {
    const text = this.prose.text(this.random.integer(40, 300))
    conversation.history.push({ role: 'user', text })
    return text
  }

  answer(conversation: Conversation): string {
    const text = this.prose.text(this.random.integer(100, 600))
    conversation.history.push({ role: 'assistant', text })
    return text
  }
}

/** Messages as the store keeps them. */
export function messagesJson(messages: readonly Message[]): string {
  return JSON.stringify(messages.map(({ role, text }) => ({ role, parts: [{ type: 'text', content: text }] })))
}
