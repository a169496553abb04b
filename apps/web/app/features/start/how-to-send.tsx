import { useSearchParams } from '@remix-run/react'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { Segmented } from '~/ui/controls/segmented.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { type SnippetId, snippetsOf } from './snippets.ts'

interface HowToSendProps {
  otlpHttp: string
  otlpGrpc: string | undefined
  /** Whether this server knows where its collector listens. */
  known: boolean
  keyText: string
  service: string
}

/** The snippets; the address holds which one is open. */
export function HowToSend({ otlpHttp, otlpGrpc, known, keyText, service }: HowToSendProps) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const snippets = snippetsOf({ otlpHttp, otlpGrpc, key: keyText, service })
  const open = snippets.find(({ id }) => id === params.get('with')) ?? snippets[0]
  if (open === undefined) return null
  return (
    <>
      {!known && (
        <Note tone="warn" className="mb-2">
          This server does not know where its collector listens. Put your collector’s address in place of{' '}
          <span className="mono-s">{otlpHttp}</span>.
        </Note>
      )}
      <Segmented<SnippetId>
        label="Send with"
        value={open.id}
        onChange={(id) => patch({ with: id === 'environment' ? undefined : id }, { replace: true })}
        options={snippets.map(({ id, label }) => ({ value: id, label }))}
      />
      <p className="mt-2 mb-2 text-12 text-3">{open.hint}</p>
      <div className="flex flex-col gap-2">
        {open.blocks.map(({ code, language }) => (
          <CodeBlock key={`${open.id}-${language}`} code={code} language={language} copyLabel={`Copy ${open.label}`} />
        ))}
      </div>
    </>
  )
}
