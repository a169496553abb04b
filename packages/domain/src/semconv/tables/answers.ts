import type { Candidate, Condition } from '../column-rule.ts'

/** Attributes that hold a model's whole answer as JSON, in whichever shape its API or framework has. */
const CARRIERS = [
  'output.value$',
  'mlflow.spanOutputs$',
  'gen_ai.completion$',
  'langfuse.observation.output$',
  'genkit:output$.raw',
] as const

/** Where Haystack's generators and embedders tell of a call: a chat reply's, an embedder's, a completion's `meta`. */
const HAYSTACK_META = [
  'haystack.component.output$.replies[0].meta',
  'haystack.agent.step.llm.output$.replies[0].meta',
  'haystack.component.output$.meta',
  'haystack.component.output$.meta[0]',
] as const

/** Candidates for what Haystack tells of a call, under each place of it. */
export function inHaystackMeta(path: string): string[] {
  return HAYSTACK_META.map((meta) => `${meta}.${path}`)
}

/** What LangChain tells of a model rides in each library's bag of metadata. */
const LANGCHAIN_BAGS = [
  'langsmith.metadata.',
  'lmnr.association.properties.',
  'traceloop.association.properties.',
  'langfuse.observation.metadata.',
  'metadata$.',
] as const

/** Candidates for one entry of LangChain's metadata of a model: `ls_model_name`. */
export function inLangChainMetadata(name: string): Candidate[] {
  return LANGCHAIN_BAGS.map((bag): Candidate => ({ read: `${bag}${name}`, when: MODEL_CALL }))
}

/** Calls of a model: what else has such an attribute may only hold an answer further in. */
export const MODEL_CALL: Condition = { kinds: ['chat', 'completion', 'embeddings'] }

/** Candidates for what an answer says of itself: each path in each carrier. */
export function inAnswer(...paths: string[]): Candidate[] {
  return CARRIERS.flatMap((carrier) =>
    paths.map((path): Candidate => ({ read: `${carrier}.${path}`, when: MODEL_CALL })),
  )
}
