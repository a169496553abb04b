import type { Projects } from '@pyflare/access'

/** How long an answer serves: requests without a key cost no database round trip each. */
const REMEMBERED_MS = 10_000

/** Where telemetry without a key goes: the oldest project, or undefined where it may not come without a key. */
export function keylessProject(
  keyless: 'loopback' | 'never',
  projects: Pick<Projects, 'all'>,
  now: () => number,
): () => Promise<string | undefined> {
  if (keyless === 'never') return async () => undefined
  let known: { projectId: string; untilMs: number } | undefined
  return async () => {
    if (known !== undefined && known.untilMs > now()) return known.projectId
    const [oldest] = await projects.all()
    known = oldest && { projectId: oldest.projectId, untilMs: now() + REMEMBERED_MS }
    return oldest?.projectId
  }
}
