import type { SpanRecord } from '../pipeline/records.ts'

type Content = Pick<
  SpanRecord,
  'input' | 'inputMessages' | 'inputPreview' | 'output' | 'outputMessages' | 'outputPreview'
>

/** What a record says of input and output where other columns of it hold them already, or their beginning. */
export interface HeldContent {
  input: string
  inputHeldBy: number
  output: string
  outputHeldBy: number
}

/** As `pyflare/v1/trace.proto` numbers them. */
const HeldBy = { itself: 1, messages: 2, preview: 3, documents: 4 } as const

/** Of input and output what stands nowhere else in the record: most texts would be there two or three times. */
export function heldContent(content: Content, documents: string): HeldContent {
  const input = held(content.input, content.inputMessages, content.inputPreview)
  const isDocuments = content.output === documents && content.output !== content.outputMessages
  const output = isDocuments
    ? { heldBy: HeldBy.documents, rest: '' }
    : held(content.output, content.outputMessages, content.outputPreview)
  return { input: input.rest, inputHeldBy: input.heldBy, output: output.rest, outputHeldBy: output.heldBy }
}

function held(text: string, messages: string, preview: string): { heldBy: number; rest: string } {
  if (text === messages) return { heldBy: HeldBy.messages, rest: '' }
  if (text.startsWith(preview)) return { heldBy: HeldBy.preview, rest: text.slice(preview.length) }
  return { heldBy: HeldBy.itself, rest: text }
}
