import { useState } from 'react'
import type { SpanDetail, SpanExplanation } from '~/api/rows.ts'
import { Button } from '~/ui/controls/button.tsx'
import { Facts } from '~/ui/layout/facts.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { Section } from '~/ui/layout/section.tsx'
import { SkeletonRows } from '~/ui/lists/skeleton-rows.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { ColumnOrigin, clipped, type ExplainedColumn } from './column-origin.tsx'
import { useExplanation } from './use-explanation.ts'

/** Whose words the span uses, which rules read them, and of each column what it came from. */
export function ReadBy({ span, words }: { span: SpanDetail; words: string }) {
  const { explanation, failed, retry } = useExplanation(span, true)
  const [opened, setOpened] = useState(false)
  if (failed)
    return (
      <Section title="Read by">
        <Note
          tone="error"
          action={
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          }
        >
          Where the columns come from could not be read.
        </Note>
      </Section>
    )
  if (explanation === undefined)
    return (
      <Section title="Read by">
        <SkeletonRows count={6} />
      </Section>
    )
  const columns = explanation.columns.filter((column) => matches(column, words.toLowerCase()))
  const open = opened || words !== ''
  return (
    <>
      {words === '' && <Reader explanation={explanation} />}
      {columns.length > 0 && (
        <Section
          title="Columns"
          detail={columns.length}
          actions={
            words === '' && (
              <Button size="small" variant="quiet" aria-expanded={opened} onClick={() => setOpened(!opened)}>
                {opened ? 'Fold' : 'Show where they come from'}
              </Button>
            )
          }
        >
          <dl className="flex flex-col" hidden={!open}>
            {columns.map((column) => (
              <div key={column.column} className="explained-column">
                <dt className="mono-s break-words text-2">{column.column}</dt>
                <dd className="min-w-0">
                  <span className="mono-s whitespace-pre-wrap break-words">
                    {column.value === '' ? '–' : clipped(column.value)}
                  </span>
                  <ColumnOrigin column={column} span={span} />
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
    </>
  )
}

function Reader({ explanation }: { explanation: SpanExplanation }) {
  const { dialects, normalizer_version, current_version, repaired, conflicts } = explanation
  const outdated = normalizer_version < current_version
  return (
    <Section title="Read by">
      <Facts
        facts={[
          {
            label: 'Dialects',
            value:
              dialects.length === 0 ? (
                <span className="text-3">none known</span>
              ) : (
                <span className="inline-flex gap-1">
                  {dialects.map((dialect) => (
                    <Badge key={dialect}>{dialect}</Badge>
                  ))}
                </span>
              ),
          },
          {
            label: 'Rules',
            value: outdated ? `version ${normalizer_version}, now ${current_version}` : `version ${normalizer_version}`,
          },
          { label: 'Repaired', value: repaired ? 'token counts' : <span className="text-3">nothing</span> },
          {
            label: 'Conflicts',
            value: conflicts.length === 0 ? <span className="text-3">none</span> : conflicts.join(', '),
          },
        ]}
      />
    </Section>
  )
}

function matches({ column, value, from }: ExplainedColumn, words: string): boolean {
  return [column, value, ...from].some((text) => text.toLowerCase().includes(words))
}
