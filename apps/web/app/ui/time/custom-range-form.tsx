import { type FormEvent, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Field } from '../controls/field.tsx'
import { TextInput } from '../controls/text-input.tsx'

interface CustomRangeFormProps {
  from: Date
  to: Date
  onChoose: (from: Date, to: Date) => void
}

/** Two moments by hand, in UTC like all times of the pages. */
export function CustomRangeForm({ from, to, onChoose }: CustomRangeFormProps) {
  const [start, setStart] = useState(fieldTextOf(from))
  const [end, setEnd] = useState(fieldTextOf(to))
  const wrong = problemOf(start, end)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wrong === undefined) onChoose(momentOf(start), momentOf(end))
  }
  return (
    <form className="flex flex-col gap-2 p-2" onSubmit={submit}>
      <Field label="From, UTC">
        {(control) => (
          <TextInput
            {...control}
            type="datetime-local"
            value={start}
            onChange={(event) => setStart(event.target.value)}
          />
        )}
      </Field>
      <Field label="To, UTC" error={wrong}>
        {(control) => (
          <TextInput {...control} type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} />
        )}
      </Field>
      <Button type="submit" disabled={wrong !== undefined} className="self-start">
        Show this range
      </Button>
    </form>
  )
}

function problemOf(start: string, end: string): string | undefined {
  const [from, to] = [momentOf(start).getTime(), momentOf(end).getTime()]
  if (Number.isNaN(from) || Number.isNaN(to)) return 'Both moments are needed.'
  return from < to ? undefined : 'The end must be after the start.'
}

function momentOf(text: string): Date {
  return new Date(`${text}Z`)
}

function fieldTextOf(moment: Date): string {
  return moment.toISOString().slice(0, 16)
}
