import { useState } from 'react'
import { useCommands } from '../keyboard/use-commands.ts'

interface RowKeysOptions<Row> {
  /** What a row is, in commands: "trace". */
  noun: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Held by the address where the page has a peek; else by the list itself. */
  activeKey?: string
  onActive?: (row: Row) => void
  onOpen?: (row: Row) => void
  /** Space. */
  onPeek?: (row: Row) => void
  onClear?: () => void
  scrollTo: (index: number) => void
}

/** `j` and `k` (and arrows inside the list) move through rows, Enter opens, Space peeks, Esc clears. */
export function useRowKeys<Row>(options: RowKeysOptions<Row>) {
  const { noun, rows, keyOf, onActive, onOpen, onPeek, onClear, scrollTo } = options
  const [ownKey, setOwnKey] = useState<string>()
  const activeKey = onActive ? options.activeKey : ownKey
  const active = rows.findIndex((row) => keyOf(row) === activeKey)
  const setActive = (row: Row) => {
    setOwnKey(keyOf(row))
    onActive?.(row)
  }
  const move = (step: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, active < 0 ? 0 : active + step))
    const row = rows[next]
    if (row === undefined) return
    setActive(row)
    scrollTo(next)
  }
  const withActive = (act: ((row: Row) => void) | undefined) => () => {
    const row = rows[active]
    if (row !== undefined) act?.(row)
  }
  const clear = () => {
    setOwnKey(undefined)
    onClear?.()
  }
  useCommands([
    { id: 'row.next', label: `Next ${noun}`, section: 'Move', keys: 'j', keyOnly: true, run: () => move(1) },
    { id: 'row.previous', label: `Previous ${noun}`, section: 'Move', keys: 'k', keyOnly: true, run: () => move(-1) },
    ...(onOpen
      ? [
          {
            id: 'row.open',
            label: `Open ${noun}`,
            section: 'Move' as const,
            keys: 'enter',
            keyOnly: true,
            run: withActive(onOpen),
          },
        ]
      : []),
    ...(onPeek
      ? [
          {
            id: 'row.peek',
            label: `Look into ${noun}`,
            section: 'Move' as const,
            keys: 'space',
            keyOnly: true,
            run: withActive(onPeek),
          },
        ]
      : []),
    ...(active >= 0
      ? [
          {
            id: 'row.clear',
            label: 'Clear selection',
            section: 'Move' as const,
            keys: 'escape',
            keyOnly: true,
            run: clear,
          },
        ]
      : []),
  ])
  return { active, activeKey, setActive, move }
}
