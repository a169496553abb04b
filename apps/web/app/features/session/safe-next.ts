/** Where to go after signing in: a path of this origin, or the front door. Never another site, however it is written. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/')) return '/'
  const base = 'http://pyflare.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined
  if (url === undefined || url.origin !== base || url.pathname.startsWith('//')) return '/'
  if (url.pathname === '/sign-in') return '/'
  return url.pathname + url.search + url.hash
}
