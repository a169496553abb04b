import X from 'lucide-react/icons/x'
import { useSyncExternalStore } from 'react'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import { closeToast, type ShownToast, toastStore } from './toast-store.ts'

const NONE: readonly ShownToast[] = []

/** Once, in the page: where the messages of `showToast` appear. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => NONE)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className="toast">
          {toast.status && <StatusMark status={toast.status} silent />}
          <span className="min-w-0 flex-1">{toast.text}</span>
          {toast.action && (
            <Button
              variant="quiet"
              size="small"
              onClick={() => {
                toast.action?.run()
                closeToast(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          {toast.status === 'error' && (
            <IconButton icon={X} label="Close" size="small" onClick={() => closeToast(toast.id)} />
          )}
        </div>
      ))}
    </div>
  )
}
