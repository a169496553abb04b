import { field, type Json, type JsonObject, listField, textField } from '../json.ts'
import { choiceOf, type OpenChoice, openChoice, takeCall } from './chat-choice.ts'

const GENERATION = /Generation(Chunk)?$/

/** LangChain's serialized piece of an answer: `{lc, id: [..., 'ChatGenerationChunk'], kwargs: {text, message, generation_info}}`. */
export function isGeneration(piece: Json): boolean {
  return GENERATION.test(String(listField(piece, 'id').at(-1) ?? ''))
}

/** One answer of all pieces, in the shape of OpenAI's chat. */
export function joinGenerations(pieces: readonly Json[]): JsonObject {
  const choice = openChoice()
  for (const piece of pieces) addPiece(choice, field(piece, 'kwargs'))
  return { choices: [choiceOf(choice)] }
}

function addPiece(choice: OpenChoice, piece: Json | undefined): void {
  const told = field(field(piece, 'message'), 'kwargs')
  choice.content += textField(piece, 'text') || textIn(field(told, 'content'))
  choice.reasoning += textField(field(told, 'additional_kwargs'), 'reasoning_content')
  choice.finish =
    field(field(piece, 'generation_info'), 'finish_reason') ??
    field(field(told, 'response_metadata'), 'finish_reason') ??
    field(field(told, 'response_metadata'), 'stop_reason') ??
    choice.finish
  for (const call of listField(told, 'tool_call_chunks'))
    takeCall(choice, call, textField(call, 'name'), textField(call, 'args'))
}

/** Content is text, or blocks of which some are. */
function textIn(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return Array.isArray(content) ? content.map((block) => textField(block, 'text')).join('') : ''
}
