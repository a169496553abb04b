import type { Config } from '@pyflare/config'
import type { Logger } from '@pyflare/observe'
import { diskSpace, lock, writable } from './data-folder.ts'
import type { Check, Finding } from './finding.ts'
import { nodeVersion, platform } from './machine.ts'
import { ports } from './ports.ts'
import { servers } from './servers.ts'

/** Looks at everything that a start needs, and tells each finding as it comes. False when something must be mended. */
export async function examine(
  config: Config,
  logger: Logger,
  tell: (name: string, finding: Finding) => void,
): Promise<boolean> {
  const checks: Check[] = [nodeVersion, platform, writable, diskSpace, lock, ports, ...servers(logger)]
  let healthy = true
  for (const { name, look } of checks) {
    const finding = await look(config).catch(unforeseen)
    if (finding.verdict === 'fail') healthy = false
    tell(name, finding)
  }
  return healthy
}

/** A look that fails for a reason of its own must not hide what the others find. */
function unforeseen(error: unknown): Finding {
  return { verdict: 'fail', message: error instanceof Error ? error.message : String(error), mend: 'See the message.' }
}
