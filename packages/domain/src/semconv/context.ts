import type { Attributes } from '../telemetry/attribute.ts'
import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileCandidates, compileRules } from './column-rule.ts'
import { compileCarriers, gather } from './gather.ts'
import { jsonOf } from './json.ts'
import { type PickContext, pickColumns } from './pick.ts'
import type { Recorder } from './recorder.ts'
import type { Source } from './source.ts'
import { CONTEXT_RULES, ENVIRONMENT_CANDIDATES, METADATA_CARRIERS, SERVICE_CANDIDATES } from './tables/context.ts'
import { textOf } from './transforms.ts'
import { isUsable } from './usable.ts'

const RULES = compileRules(CONTEXT_RULES)
const METADATA = compileCarriers(METADATA_CARRIERS)
const ENVIRONMENT = compileCandidates(ENVIRONMENT_CANDIDATES, 'text').map(({ source }) => source)
const SERVICE = compileCandidates(SERVICE_CANDIDATES, 'text').map(({ source }) => source)
const DEFAULT_ENVIRONMENT = 'default'
const MAX_ENVIRONMENT = 40

/** Who, where, what (4.9), all but the service and its environment. */
export function readContext(context: PickContext): Partial<SpanColumns> {
  return { ...pickColumns(context, RULES), metadata: gather(context, 'metadata', METADATA) }
}

/** Which service, where: asked the same way of spans, log records and data points. */
export function readService(
  attributes: Attributes,
  resource: Attributes,
  recorder?: Recorder,
): { serviceName: string; environment: string } {
  const service = firstText(SERVICE, attributes, resource, 'serviceName', recorder)
  return {
    // What an SDK writes when nobody named the service.
    serviceName: service.startsWith('unknown_service') ? '' : service,
    environment: environmentName(firstText(ENVIRONMENT, attributes, resource, 'environment', recorder)),
  }
}

/** Lower case, only letters, digits, `_` and `-`, at most 40 of them. */
function environmentName(told: string): string {
  const name = told
    .trim()
    .toLowerCase()
    .slice(0, MAX_ENVIRONMENT)
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? DEFAULT_ENVIRONMENT : name
}

function firstText(
  sources: readonly Source[],
  attributes: Attributes,
  resource: Attributes,
  column: keyof SpanColumns,
  recorder: Recorder | undefined,
): string {
  for (const source of sources) {
    const raw = (source.from === 'resource' ? resource : attributes).get(source.key)
    const value = raw === undefined ? undefined : jsonOf(raw)
    const text = isUsable(value) ? textOf(value) : undefined
    if (text === undefined || text === '') continue
    recorder?.from(column, source, text)
    return text
  }
  if (column === 'environment') recorder?.why(column, 'Nobody named it.')
  return ''
}
