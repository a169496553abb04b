import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import type { ButtonLook } from './button-look.ts'
import { IconButton } from './icon-button.tsx'

interface CopyButtonProps extends ButtonLook {
  /** A function where making the text costs something. */
  text: string | (() => string)
  /** What is copied: "Copy trace id". */
  label?: string
  iconOnly?: boolean
}

const SHOWN_MS = 2_000

/** Copies, and says so in its own place for two seconds. */
export function CopyButton({ text, label = 'Copy', iconOnly = false, ...look }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () =>
    copyText(typeof text === 'function' ? text() : text).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    )
  const icon = outcome === 'copied' ? Check : Copy
  const said = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Not copied' : undefined
  return (
    <>
      {iconOnly ? (
        <IconButton {...look} icon={icon} label={said ?? label} onClick={copy} />
      ) : (
        <Button {...look} icon={icon} onClick={copy}>
          {said ?? label}
        </Button>
      )}
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </>
  )
}

/** Browsers give pages their clipboard only over https and on localhost; elsewhere a hidden selection still copies. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (!copied) throw new Error('The browser refused to copy.')
}
