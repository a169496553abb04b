import { printJson } from '../json.ts'
import { type Message, textOfParts } from './message.ts'

/** Unicode code points. */
const PREVIEW_LENGTH = 1000

/** What a person asked last; all text when no user spoke. */
export function previewOfInput(messages: readonly Message[]): string {
  const asked = messages.filter(({ role, parts }) => role === 'user' && textOfParts(parts) !== '').at(-1)
  return cutPreview(asked === undefined ? textOfMessages(messages) : textOfParts(asked.parts))
}

/** What was answered: the first message's text, else the tools it called. */
export function previewOfOutput(messages: readonly Message[]): string {
  const answer = messages.find(({ parts }) => textOfParts(parts) !== '')
  if (answer !== undefined) return cutPreview(textOfParts(answer.parts))
  const calls = messages.flatMap(({ parts }) => parts.filter(({ type }) => type === 'tool_call'))
  const shown = calls.map((call) => `${String(call.name)}(${printJson(call.arguments ?? '')})`)
  return cutPreview(shown.length > 0 ? shown.join('\n') : textOfMessages(messages))
}

export function textOfMessages(messages: readonly Message[]): string {
  return messages
    .map(({ parts }) => textOfParts(parts))
    .filter((part) => part !== '')
    .join('\n')
}

/** Cuts between code points, never inside of one. */
export function cutPreview(text: string): string {
  if (text.length <= PREVIEW_LENGTH) return text
  const head = text.slice(0, PREVIEW_LENGTH * 2)
  return [...head].slice(0, PREVIEW_LENGTH).join('')
}
