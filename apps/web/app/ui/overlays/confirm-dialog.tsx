import { type ReactNode, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Field } from '../controls/field.tsx'
import { TextInput } from '../controls/text-input.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** "Revoke web-agent?" */
  title: string
  /** What will be gone, with numbers. */
  consequence: ReactNode
  /** The verb alone: "Revoke". */
  action: string
  keep?: string
  /** Nothing is lost by it. */
  harmless?: boolean
  /** To be typed first, for what cannot be undone. */
  confirmName?: string
  busy?: boolean
  onConfirm: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    consequence,
    action,
    keep = 'Keep it',
    harmless = false,
    confirmName,
    busy = false,
    onConfirm,
  } = props
  const [typed, setTyped] = useState('')
  const ready = confirmName === undefined || typed === confirmName
  const change = (next: boolean) => {
    setTyped('')
    onOpenChange(next)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={consequence}
      actions={
        <>
          <Button onClick={() => change(false)}>{keep}</Button>
          <Button variant={harmless ? 'primary' : 'danger'} disabled={!ready || busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {confirmName !== undefined && (
        <Field label="Type the name to go on" hint={<span className="mono-s">{confirmName}</span>}>
          {(control) => (
            <TextInput
              {...control}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && ready && !busy && onConfirm()}
            />
          )}
        </Field>
      )}
    </Dialog>
  )
}
