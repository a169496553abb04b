/** What of a key event decides; tests make it by hand. */
export interface Stroke {
  key: string
  shiftKey?: boolean
  altKey?: boolean
  ctrlKey?: boolean
  metaKey?: boolean
}

/**
 * Names a stroke as bindings are written: `j`, `?`, `shift+j`, `alt+arrowleft`, `mod+k` (⌘ on a Mac, Ctrl elsewhere).
 * Shift is named only for letters and named keys: `?` and `{` hold it already. Undefined for a modifier alone.
 */
export function nameOfStroke({ key, shiftKey, altKey, ctrlKey, metaKey }: Stroke): string | undefined {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process', 'Unidentified'].includes(key)) return undefined
  const name = key === ' ' ? 'space' : key.toLowerCase()
  const isSymbol = key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== ' '
  const parts = [ctrlKey || metaKey ? 'mod' : '', altKey ? 'alt' : '', shiftKey && !isSymbol ? 'shift' : '']
  return [...parts, name].filter(Boolean).join('+')
}

/** A key that writes text or moves a caret when no modifier is down: it sleeps while someone types. */
export function isSingleKey(stroke: string): boolean {
  return !stroke.startsWith('mod+')
}

export type Match = { run: number } | 'partial' | 'none'

/**
 * Which of the bindings, each a list of strokes parted by spaces (`g t`), the strokes so far complete. The last that was
 * registered wins, so that what is nearest to the person answers first. `partial` means that more strokes may follow.
 */
export function matchStrokes(bindings: readonly string[], strokes: readonly string[]): Match {
  const typed = strokes.join(' ')
  const run = bindings.lastIndexOf(typed)
  if (run >= 0) return { run }
  return bindings.some((binding) => binding.startsWith(`${typed} `)) ? 'partial' : 'none'
}

const SHOWN: Record<string, string> = {
  mod: '⌘',
  alt: '⌥',
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  space: 'Space',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
}

/** How a binding is printed: `mod+k` is `⌘K` on a Mac and `Ctrl K` elsewhere, `g t` stays two keys. */
export function printKeys(binding: string, mac: boolean): string {
  return binding
    .split(' ')
    .map((stroke) => {
      const parts = stroke.split('+').filter(Boolean)
      if (stroke === '+' || parts.length === 0) return stroke
      if (parts.length === 1) return SHOWN[stroke] ?? stroke
      const keys = parts.map((part) => (!mac && part === 'mod' ? 'Ctrl' : (SHOWN[part] ?? part.toUpperCase())))
      return keys.join(!mac && parts[0] === 'mod' ? '\u00a0' : '')
    })
    .join(' ')
}
