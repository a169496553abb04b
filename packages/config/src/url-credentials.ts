const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'`]+)/gi
const PARAMETER = /([?&](?:password|passwd|pwd|token|secret|api[_-]?key)=)[^&#]*/gi

/** A text with the credentials of every address in it replaced by `[redacted]`, for showing it. */
export function redactUrls(text: string): string {
  return text.replace(ADDRESS, (whole, scheme: string, rest: string) => {
    const authority = /^[^/?#]*/.exec(rest)?.[0] ?? ''
    // A password that was not encoded may hold `/`, `?` or `#`; then the whole is no URL, and all before the last `@` may be it.
    const end = (authority.includes('@') || URL.canParse(whole) ? authority : rest).lastIndexOf('@')
    const shown = end < 0 ? rest : `[redacted]@${rest.slice(end + 1)}`
    return `${scheme}${shown.replace(PARAMETER, '$1[redacted]')}`
  })
}

/** Takes who signs in out of an address. User and password are empty where it names none. */
export function splitCredentials(address: string): { url: string; user: string; password: string } {
  const url = new URL(address)
  const [user, password] = [decode(url.username), decode(url.password)]
  if (user === '' && password === '') return { url: address, user, password }
  url.username = ''
  url.password = ''
  return { url: url.href, user, password }
}

/** A `%` that encodes nothing stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
