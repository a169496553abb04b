import { useMemo, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { CopyButton } from '../controls/copy-button.tsx'
import { TextInput } from '../controls/text-input.tsx'
import { JsonRow } from './json-row.tsx'
import { type JsonValue, layOutJson, parseNested, pathsTo } from './json-tree.ts'

interface JsonViewerProps {
  value: JsonValue
  /** What the value is: "Input". */
  label: string
  /** How many levels are open at first. */
  openLevels?: number
  /** With a field to find words in it, and a button that copies it whole. */
  tools?: boolean
}

const PAGE_LINES = 500

/** A value as a tree that folds. Text that holds JSON is opened out; words can be found; each value can be copied. */
export function JsonViewer({ value, label, openLevels = 2, tools = true }: JsonViewerProps) {
  const whole = useMemo(() => parseNested(value), [value])
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set())
  const [words, setWords] = useState('')
  const [limit, setLimit] = useState(PAGE_LINES)
  const way = useMemo(() => pathsTo(whole, words), [whole, words])
  const isOpen = (path: string, level: number) => way.has(path) || level < openLevels !== flipped.has(path)
  const { lines, left } = layOutJson(whole, isOpen, limit)
  const flip = (path: string) => setFlipped((before) => toggled(before, path))
  return (
    <div>
      {tools && (
        <div className="mb-2 flex gap-2">
          <TextInput
            aria-label={`Find in ${label}`}
            placeholder="Find"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            fieldClassName="h-7! flex-1 max-sm:h-9!"
          />
          <CopyButton text={() => JSON.stringify(whole, null, 2)} label="Copy JSON" />
        </div>
      )}
      <div role="tree" aria-label={label} className="json">
        {lines.map((line) => (
          <JsonRow key={line.path} line={line} words={words} onFlip={() => flip(line.path)} />
        ))}
      </div>
      {left > 0 && (
        <Button variant="quiet" size="small" onClick={() => setLimit(limit + PAGE_LINES * 4)}>
          Show {left} more lines
        </Button>
      )}
    </div>
  )
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(item)) next.add(item)
  return next
}
