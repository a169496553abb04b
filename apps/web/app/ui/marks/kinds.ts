import Binary from 'lucide-react/icons/binary'
import BookOpenText from 'lucide-react/icons/book-open-text'
import Bot from 'lucide-react/icons/bot'
import Box from 'lucide-react/icons/box'
import Database from 'lucide-react/icons/database'
import Globe from 'lucide-react/icons/globe'
import Link2 from 'lucide-react/icons/link-2'
import MessageSquareText from 'lucide-react/icons/message-square-text'
import Scale from 'lucide-react/icons/scale'
import ShieldCheck from 'lucide-react/icons/shield-check'
import Wrench from 'lucide-react/icons/wrench'
import type { IconShape } from '../icon.tsx'

export type Kind =
  | 'llm'
  | 'agent'
  | 'chain'
  | 'tool'
  | 'retriever'
  | 'embedding'
  | 'guardrail'
  | 'evaluator'
  | 'http'
  | 'db'
  | 'other'

interface KindLook {
  icon: IconShape
  /** What it is, in words. */
  word: string
}

/** Icon and word of each kind of span; the hue is the token `--kind-<kind>`. */
export const KINDS: Record<Kind, KindLook> = {
  llm: { icon: MessageSquareText, word: 'model call' },
  agent: { icon: Bot, word: 'agent' },
  chain: { icon: Link2, word: 'workflow step' },
  tool: { icon: Wrench, word: 'tool call' },
  retriever: { icon: BookOpenText, word: 'retrieval' },
  embedding: { icon: Binary, word: 'embedding call' },
  guardrail: { icon: ShieldCheck, word: 'guardrail' },
  evaluator: { icon: Scale, word: 'evaluation' },
  http: { icon: Globe, word: 'HTTP call' },
  db: { icon: Database, word: 'database call' },
  other: { icon: Box, word: 'other work' },
}

/** `operation_kind` values that are drawn as another kind. */
const DRAWN_AS: Record<string, Kind> = {
  chat: 'llm',
  completion: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  workflow: 'chain',
  task: 'chain',
  step: 'chain',
  function: 'tool',
  mcp: 'tool',
  retrieval: 'retriever',
  reranker: 'retriever',
  rerank: 'retriever',
  embeddings: 'embedding',
  evaluation: 'evaluator',
  client: 'http',
  server: 'http',
  database: 'db',
  vector_db: 'db',
}

/** The kind that a span is drawn as; what is not known is `other`. */
export function kindOf(operationKind: string): Kind {
  const name = operationKind.toLowerCase()
  if (Object.hasOwn(KINDS, name)) return name as Kind
  return Object.hasOwn(DRAWN_AS, name) ? (DRAWN_AS[name] as Kind) : 'other'
}
