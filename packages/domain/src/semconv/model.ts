import type { SpanColumns } from '../telemetry/span-columns.ts'
import { type CompiledCandidate, compileCandidates, compileRules } from './column-rule.ts'
import { splitModelName } from './model-name.ts'
import { statusOf } from './outcome.ts'
import { type PickContext, pickColumns, pickFirst, usableValue } from './pick.ts'
import { inferProvider, providerName, providerOfModel } from './provider.ts'
import {
  MODEL_CANDIDATES,
  MODEL_RULES,
  PROVIDER_CANDIDATES,
  REQUEST_MODEL_CANDIDATES,
  RESPONSE_MODEL_CANDIDATES,
} from './tables/model.ts'
import { isUsable } from './usable.ts'

const MODEL = compileCandidates(MODEL_CANDIDATES, 'text', 'modelId')
const REQUEST = compileCandidates(REQUEST_MODEL_CANDIDATES, 'text', 'requestModel')
const RESPONSE = compileCandidates(RESPONSE_MODEL_CANDIDATES, 'text', 'responseModel')
const PROVIDER = compileCandidates(PROVIDER_CANDIDATES, 'text', 'provider')
const VERSION = compileCandidates(['pyflare.model.version'], 'text', 'modelVersion')
const SERVICE_VERSION = compileCandidates(['res:service.version'], 'text', 'modelVersion')
const RULES = compileRules(MODEL_RULES)

type ModelColumn =
  | 'modelId'
  | 'modelVersion'
  | 'requestModel'
  | 'responseModel'
  | 'provider'
  | 'providerInferred'
  | 'serverAddress'
  | 'serverPort'

/** Which model, of whom (4.2). */
export function readModel(context: PickContext): Pick<SpanColumns, ModelColumn> {
  const text = (candidates: typeof MODEL): string => String(pickFirst(context, candidates)?.value ?? '')
  const { serverAddress = '', serverPort = 0 } = pickColumns(context, RULES)
  const name = text(MODEL)
  const split = splitModelName(name)
  const requestModel = text(REQUEST) || name
  const responseModel = text(RESPONSE) || (name !== requestModel || isAnswered(context) ? name : '')
  const version = text(VERSION) || split.version || (context.kind === 'predict' ? text(SERVICE_VERSION) : '')
  if (split.id !== name) context.recorder?.why('modelId', 'Without the date or revision that stands with the name.')
  if (split.version !== '' && version === split.version)
    context.recorder?.why('modelVersion', `Stood behind the name: ${name}.`)
  return {
    modelId: split.id,
    modelVersion: version,
    requestModel,
    responseModel,
    ...providerOf(context, serverAddress, name || requestModel),
    serverAddress,
    serverPort,
  }
}

function isAnswered({ kind, reader }: PickContext): boolean {
  return (kind === 'chat' || kind === 'completion' || kind === 'embeddings') && statusOf({ reader }) !== 'error'
}

function providerOf(
  context: PickContext,
  address: string,
  model: string,
): { provider: string; providerInferred: boolean } {
  const found: string[] = []
  for (const candidate of context.reader.keys.among(PROVIDER)) {
    const name = nameAt(context, candidate)
    if (name === undefined || found.push(name) > 1) continue
    const ask = (other: CompiledCandidate) => nameAt(context, other)
    context.recorder?.picked(PROVIDER, { value: name, candidate }, context.reader, ask)
  }
  const [told, ...others] = found
  if (told === undefined) {
    const provider = model === '' ? '' : inferProvider(address, model)
    context.recorder?.why(
      'provider',
      `No attribute names it: it is known by the ${address === '' ? 'model' : 'address or the model'}.`,
    )
    return { provider, providerInferred: provider !== '' }
  }
  if (others.some((other) => other !== told) && isConflict(context)) {
    context.conflicts.add('provider')
    context.recorder?.why('provider', 'gen_ai.provider.name and gen_ai.system name different ones.')
  }
  // `google` says neither Gemini's nor Vertex' API; a Gemini model without another sign went to Gemini's.
  const isGemini = told === 'gcp.gen_ai' && providerOfModel(model) === 'gcp.gemini'
  if (isGemini) context.recorder?.why('provider', 'The client says Google; a Gemini model went to the API of Gemini.')
  return { provider: isGemini ? 'gcp.gemini' : told, providerInferred: isGemini }
}

/** The provider that a place names, if it does. */
function nameAt(context: PickContext, candidate: CompiledCandidate): string | undefined {
  const value = usableValue(context, candidate)
  return value === undefined ? undefined : providerName(String(value)) || undefined
}

/** OpenInference's `llm.provider` (host) and `llm.system` (maker) may differ; the two names of OpenTelemetry may not. */
function isConflict(context: PickContext): boolean {
  const values = ['gen_ai.provider.name', 'gen_ai.system'].map((key) => context.reader.span.attributes.get(key))
  const names = values.flatMap((value) => (typeof value === 'string' && isUsable(value) ? [providerName(value)] : []))
  return names.length === 2 && names[0] !== names[1] && !names.includes('')
}
