/** What proxies add to what they pass on. Behind one, everybody seems to be on this machine. */
const HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'] as const

/** Whether a proxy passed a request on, by the headers that it has. */
export function isForwarded(has: (header: string) => boolean): boolean {
  return HEADERS.some(has)
}
