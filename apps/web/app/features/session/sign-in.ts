/** Signs in by e-mail and password. Answers what went wrong, in a sentence; undefined when all went well. */
export async function signIn(email: string, password: string): Promise<string | undefined> {
  const response = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  }).catch(() => undefined)
  if (response === undefined) return 'Not signed in: the server did not answer. Check the connection and try again.'
  if (response.ok) return undefined
  return REFUSALS[response.status] ?? `Not signed in: the server answered ${response.status}. Try again in a minute.`
}

const REFUSALS: Record<number, string> = {
  400: 'That is no e-mail address that can have an account.',
  401: 'No account has this e-mail and password.',
  403: 'This address of PyFlare is not one it trusts. Open it under the address that its configuration names.',
  429: 'Too many tries. Wait a minute, then try again.',
}
