import type { Condition } from '../semconv/column-rule.ts'
import type { CompiledRule } from './compiled-rule.ts'

/** Which rules are about a place in a record, and where further in others join them. */
export interface FieldScope {
  /** In their order. */
  readonly rules: readonly CompiledRule[]
  /** Steps that lead to fields further in. */
  readonly inside: readonly PathNode[]
  /** Only in messages: their calls, and what the system says in them, are fields too. */
  readonly shapes: ShapeRules | undefined
  /** Only of a body whose members are like attributes: what is so about each of them. */
  readonly member?: (name: string) => FieldScope
}

/** Rules about what is found along paths. */
export interface PathNode {
  steps: Map<string | number, PathNode>
  ends: ConditionalRules[]
}

export interface ConditionalRules {
  rules: readonly CompiledRule[]
  when: Condition | undefined
}

/** Rules about parts of messages that have columns of their own. */
export interface ShapeRules {
  system: readonly CompiledRule[]
  calls: readonly CompiledRule[]
  tools: readonly CompiledRule[]
  finish: readonly CompiledRule[]
}

const CALL_NAMES = new Set(
  ['tool_calls', 'toolCalls', 'tool_call', 'toolCall', 'function_call', 'functionCall', 'tool_use', 'toolUse'].concat([
    'server_tool_call',
    'tool_call_chunks',
  ]),
)
const CALL_TYPES = new Set(
  ['tool_call', 'tool-call', 'tool_use', 'server_tool_call', 'server_tool_use', 'toolCall'].concat([
    'function_call',
    'tool_call_chunk',
  ]),
)
const SYSTEM_NAMES = new Set([
  'system',
  'instructions',
  'system_instruction',
  'systemInstruction',
  'system_instructions',
])
const TOOL_NAMES = new Set(['tools', 'functions', 'function_declarations', 'functionDeclarations', 'tool_definitions'])
const FINISH_NAMES = new Set(['finish_reason', 'finishReason', 'stop_reason', 'stopReason', 'done_reason'])

/** Whether all that is in the scope is under the same rules. */
export function isUniform(scope: FieldScope): boolean {
  return scope.inside.length === 0 && scope.shapes === undefined && scope.member === undefined
}

/** The scope of what stands under a name, or at a position. */
export function enter(scope: FieldScope, step: string | number, holds: (when: Condition) => boolean): FieldScope {
  if (isUniform(scope)) return scope
  if (scope.member !== undefined && typeof step === 'string') {
    const member = scope.member(step)
    return { ...member, rules: joined(member.rules, scope.rules) }
  }
  const inside = scope.inside.flatMap(({ steps }) => steps.get(step) ?? [])
  const found = inside.flatMap(({ ends }) => activeRules(ends, holds))
  const shaped = scope.shapes === undefined || typeof step === 'number' ? [] : rulesOfName(scope.shapes, step)
  return { rules: joined(scope.rules, [...found, ...shaped]), inside, shapes: scope.shapes }
}

/** The scope of an object, by what the object says that it is. */
export function scopeOfObject(scope: FieldScope, object: Readonly<Record<string, unknown>>): FieldScope {
  const { shapes } = scope
  if (shapes === undefined) return scope
  const type = own(object, 'type')
  const isCall = typeof type === 'string' && CALL_TYPES.has(type)
  const more = [...(isSystemMessage(object) ? shapes.system : []), ...(isCall ? shapes.calls : [])]
  return more.length === 0 ? scope : { ...scope, rules: joined(scope.rules, more) }
}

/** The scope of an attribute that spells out a part of a message: `llm.input_messages.0.message.tool_calls.0.…`. */
export function scopeOfSpelled(scope: FieldScope, steps: readonly string[], isSystem: boolean): FieldScope {
  const { shapes } = scope
  if (shapes === undefined) return scope
  const more = steps.flatMap((step) => rulesOfName(shapes, step))
  return { ...scope, rules: joined(scope.rules, isSystem ? [...more, ...shapes.system] : more) }
}

export function activeRules(
  conditional: readonly ConditionalRules[],
  holds: (when: Condition) => boolean,
): readonly CompiledRule[] {
  return conditional.flatMap(({ rules, when }) => (when === undefined || holds(when) ? rules : []))
}

/** Both lists as one, in the rules' order, each rule once. */
export function joined(rules: readonly CompiledRule[], more: readonly CompiledRule[]): readonly CompiledRule[] {
  if (more.every((rule) => rules.includes(rule))) return rules
  return [...new Set([...rules, ...more])].sort((left, right) => left.place - right.place)
}

export function isSystemRole(role: unknown): boolean {
  return role === 'system' || role === 'developer'
}

function rulesOfName(shapes: ShapeRules, name: string): readonly CompiledRule[] {
  if (CALL_NAMES.has(name)) return shapes.calls
  if (SYSTEM_NAMES.has(name)) return shapes.system
  if (FINISH_NAMES.has(name)) return shapes.finish
  return TOOL_NAMES.has(name) ? shapes.tools : []
}

/** Also LangChain's, which names its class. */
function isSystemMessage(object: Readonly<Record<string, unknown>>): boolean {
  const id = own(object, 'id')
  return (
    isSystemRole(own(object, 'role')) ||
    own(object, 'type') === 'system' ||
    (Array.isArray(id) && id.includes('SystemMessage'))
  )
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
