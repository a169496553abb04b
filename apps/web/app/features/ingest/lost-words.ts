import { formatCountOf } from '~/ui/format/number.ts'

export interface Lost {
  rejected: number
  refused_requests: number
  set_aside: number
  reason: string | null
}

/** What of the last hour was not kept, and the most frequent reason; undefined when all was. */
export function lostWords({ rejected, refused_requests, set_aside, reason }: Lost): string | undefined {
  const parts = [
    rejected > 0 && `${formatCountOf(rejected, 'item')} rejected`,
    refused_requests > 0 && `${formatCountOf(refused_requests, 'request')} refused`,
    set_aside > 0 && `${formatCountOf(set_aside, 'message')} set aside`,
  ].filter((part) => part !== false)
  if (parts.length === 0) return undefined
  const why = reason === null ? '' : `: ${reason}`
  return `In the last hour not all was kept: ${parts.join(', ')}${why}.`
}
