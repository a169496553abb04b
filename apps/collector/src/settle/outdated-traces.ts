import { groupBy, outdatedBy, type ResponseClaim } from '@pyflare/domain'
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
  const own = groupBy(shared, ({ response }) => response)
  const stored = groupBy(await store.readClaims(projectId, shared), ({ response }) => response)
  for (const [response, ours] of own) {
    for (const { traceId } of outdatedBy(ours, stored.get(response) ?? [])) traces.add(traceId)
  }
  return traces
}
