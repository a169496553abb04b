import type { SpanDetail } from '~/api/rows.ts'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { Section } from '~/ui/layout/section.tsx'
import { Documents } from './documents.tsx'
import { MessageView } from './message-view.tsx'
import { conversationOf } from './messages.ts'

/** What went into a span and what came out: a conversation where it is one, else input and output as they are. */
export function MessagesTab({ span }: { span: SpanDetail }) {
  const { input, output } = conversationOf(span)
  const hasDocuments = Array.isArray(span.retrieved_documents) && span.retrieved_documents.length > 0
  if (input.length === 0 && output.length === 0 && !hasDocuments && isEmpty(span.input) && isEmpty(span.output)) {
    return (
      <p className="px-4 max-sm:px-3 py-3 text-12 text-3">
        {span.duplicate_of === null
          ? 'The span carries no content. Clients send it only when they are told to.'
          : 'The content stands with the span that tells of the same call.'}
      </p>
    )
  }
  return (
    <>
      {input.map((message, index) => (
        <MessageView key={`in-${index}`} message={message} />
      ))}
      {input.length === 0 && <Value title="Input" value={span.retrieval_query || span.input} />}
      <Documents span={span} />
      {output.map((message, index) => (
        <MessageView key={`out-${index}`} message={message} />
      ))}
      {output.length === 0 && !hasDocuments && <Value title="Output" value={span.output} />}
    </>
  )
}

function Value({ title, value }: { title: string; value: unknown }) {
  if (isEmpty(value)) return null
  return (
    <Section title={title}>
      {typeof value === 'string' ? (
        <p className="max-w-[76ch] whitespace-pre-wrap break-words text-13">{value}</p>
      ) : (
        <CodeBlock
          code={JSON.stringify(value, null, 2)}
          language="json"
          copyLabel={`Copy ${title.toLowerCase()}`}
          wrap
        />
      )}
    </Section>
  )
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}
