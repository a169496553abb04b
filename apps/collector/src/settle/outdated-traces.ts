import { outdatedBy, type ResponseClaim } from '@pyflare/domain'
import type { SettlementStore } from '@pyflare/telemetry-store'

/**
 * Other traces whose facts no longer follow from what is claimed. Asked when our own facts are written: what those traces
 * take from ours can be read then. It looks at what is stored, never at what we just changed, so that a settling that is
 * repeated after a crash asks for the same.
 */
export async function outdatedTraces(
  store: SettlementStore,
  projectId: string,
  shared: readonly ResponseClaim[],
): Promise<Set<string>> {
  const traces = new Set<string>()
  if (shared.length === 0) return traces
  const own = byResponse(shared)
  const stored = byResponse(await store.readClaims(projectId, shared))
  for (const [response, ours] of own) {
    for (const { traceId } of outdatedBy(ours, stored.get(response) ?? [])) traces.add(traceId)
  }
  return traces
}

function byResponse(claims: readonly ResponseClaim[]): Map<string, ResponseClaim[]> {
  const groups = new Map<string, ResponseClaim[]>()
  for (const claim of claims) {
    const group = groups.get(claim.response)
    if (group === undefined) groups.set(claim.response, [claim])
    else group.push(claim)
  }
  return groups
}
