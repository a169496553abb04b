import type { Json } from '../json.ts'

/** One part of a message, OpenTelemetry's shape: `text`, `reasoning`, `tool_call`, `tool_call_response`, `blob`, `uri`, … */
export type Part = { type: string } & Record<string, Json>

/** A message, OpenTelemetry's shape, whatever shape it had. */
export interface Message {
  role: string
  parts: Part[]
  name?: string
  finish_reason?: string
}

const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  ai: 'assistant',
  aimessagechunk: 'assistant',
  model: 'assistant',
  bot: 'assistant',
  chatbot: 'assistant',
  developer: 'system',
  function: 'tool',
}

/** One name for each role. */
export function roleOf(name: string): string {
  const lower = name.toLowerCase()
  return Object.hasOwn(ROLES, lower) ? (ROLES[lower] ?? lower) : lower
}

export function text(content: string): Part {
  return { type: 'text', content }
}

export function message(role: string, parts: Part[]): Message {
  return { role: roleOf(role), parts }
}

/** The text of all text parts, joined by line breaks. */
export function textOfParts(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.type === 'text' && typeof part.content === 'string' ? [part.content] : []))
    .join('\n')
}
