import type { SpanDetail } from '~/api/rows.ts'

interface RetrievedDocument {
  id: string
  content: string
  score: number | undefined
}

/** What a retrieval found, best first as it came, with scores where the client sent them. */
export function Documents({ span }: { span: SpanDetail }) {
  const documents = documentsOf(span.retrieved_documents)
  if (documents.length === 0) return null
  return (
    <div className="message">
      <p className="mb-1 text-12">
        <span className="font-semibold">Documents</span> <span className="text-3">{documents.length}</span>
      </p>
      <ol className="flex flex-col gap-1.5">
        {documents.map((document, index) => (
          <li key={index} className="flex gap-3 text-12">
            <span className="num w-9 flex-none text-2">
              {document.score === undefined ? '–' : document.score.toFixed(2)}
            </span>
            <span className="min-w-0">
              {document.id !== '' && <span className="mono-s mr-2 text-3">{document.id}</span>}
              <span className="break-words">{document.content}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function documentsOf(value: unknown): RetrievedDocument[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return []
    const { id, content, score } = entry as Record<string, unknown>
    return [
      {
        id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
        content: typeof content === 'string' ? content : JSON.stringify(content ?? ''),
        score: typeof score === 'number' ? score : undefined,
      },
    ]
  })
}
