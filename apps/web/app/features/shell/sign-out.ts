import { showToast } from '~/ui/overlays/toast-store.ts'

/** Ends the session and leaves for the sign-in page by a whole load, so that nothing of it stays in the browser's memory. */
export async function signOut(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch(() => undefined)
  if (response?.ok) window.location.assign('/sign-in')
  else showToast({ status: 'error', text: 'You are still signed in: the server did not answer.' })
}
