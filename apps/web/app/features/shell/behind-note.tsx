import { useRevalidator } from '@remix-run/react'
import { Button } from '~/ui/controls/button.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { behindWords, type Lag } from './freshness-words.ts'

/** Says of an empty list that what is looked for may have been accepted and not be written yet; nothing when all is written. */
export function BehindNote({ lag }: { lag: Lag | null }) {
  const { revalidate, state } = useRevalidator()
  const words = behindWords(lag)
  if (words === undefined) return null
  return (
    <Note
      tone="warn"
      className="mb-4"
      action={
        <Button variant="quiet" size="small" disabled={state === 'loading'} onClick={revalidate}>
          Look again
        </Button>
      }
    >
      {words} What you look for may be among them.
    </Note>
  )
}
