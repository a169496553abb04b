import { field, type Json, type JsonObject, textField } from '../json.ts'

/** A choice of OpenAI's chat that comes piece by piece. */
export interface OpenChoice {
  content: string
  reasoning: string
  /** By their index. */
  calls: Map<number, { id: string; name: string; arguments: string }>
  finish: Json
}

export function openChoice(): OpenChoice {
  return { content: '', reasoning: '', calls: new Map(), finish: null }
}

/** A piece of a call: the first that names it names it, arguments are added up. `piece` tells its index and id. */
export function takeCall(choice: OpenChoice, piece: Json, name: string, args: string): void {
  const index = field(piece, 'index')
  const at = typeof index === 'number' ? index : 0
  const call = choice.calls.get(at) ?? { id: '', name: '', arguments: '' }
  choice.calls.set(at, call)
  call.id ||= textField(piece, 'id')
  call.name ||= name
  call.arguments += args
}

/** The choice as an answer in one piece has it. */
export function choiceOf({ content, reasoning, calls, finish }: OpenChoice): JsonObject {
  const told: Json[] = [...calls.values()].map(({ id, name, arguments: args }) => ({
    id,
    function: { name, arguments: args },
  }))
  return {
    message: { role: 'assistant', content, reasoning_content: reasoning, tool_calls: told },
    finish_reason: finish,
  }
}
