import { useState } from 'react'
import type { SpanDetail } from '~/api/rows.ts'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Section } from '~/ui/layout/section.tsx'
import { ReadBy } from './explain/read-by.tsx'

/** Who read the span and where its columns come from, then the attributes as the client sent them: its own, and those of what sent it. */
export function AttributesTab({ span }: { span: SpanDetail }) {
  const [words, setWords] = useState('')
  return (
    <>
      <div className="px-4 max-sm:px-3 pt-3">
        <TextInput
          aria-label="Find a column or an attribute"
          placeholder="Find"
          value={words}
          fieldClassName="h-7! max-sm:h-9!"
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <ReadBy span={span} words={words} />
      <Group title="Span" attributes={span.attributes} words={words} />
      <Group title="Resource" attributes={span.resource_attributes} words={words} />
      <Group title="Scope" attributes={{ name: span.scope_name, version: span.scope_version }} words={words} />
    </>
  )
}

function Group({ title, attributes, words }: { title: string; attributes: Record<string, string>; words: string }) {
  const wanted = words.toLowerCase()
  const entries = Object.entries(attributes)
    .filter(
      ([key, value]) => value !== '' && (key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted)),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) return null
  return (
    <Section title={title} detail={entries.length}>
      <dl className="mono-s flex flex-col">
        {entries.map(([key, value]) => (
          <div key={key} className="group flex items-start gap-3 py-0.5 max-sm:flex-col max-sm:gap-0">
            <dt className="w-2/5 flex-none break-words text-2 max-sm:w-auto">{key}</dt>
            <dd className="flex min-w-0 flex-1 items-start gap-3 self-stretch">
              <span className="min-w-0 flex-1 whitespace-pre-wrap break-words">{value}</span>
              <span className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
                <CopyButton iconOnly size="small" variant="quiet" text={value} label={`Copy ${key}`} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
