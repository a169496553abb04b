import type { Config } from '@pyflare/config'
import type { Logger } from '@pyflare/observe'
import { dataFolder, diskSpace, lock, tempFolder } from './data-folder.ts'
import { broken, type Check, type Finding } from './finding.ts'
import { nodeVersion, platform } from './machine.ts'
import { ports } from './ports.ts'
import { servers } from './servers.ts'

/** A machine that is busy with other things is slow, and not broken. */
const WITHIN_MS = 30_000

/** Looks at everything that a start needs, and tells each finding as it comes. False when something must be mended. */
export function examine(config: Config, logger: Logger, tell: (name: string, finding: Finding) => void) {
  return lookAt(
    [nodeVersion, platform, dataFolder, diskSpace, lock, ports, tempFolder, ...servers(logger)],
    config,
    tell,
  )
}

/** Looks in order. What stands on something that failed is told as not looked at, so that one fault is told once. */
export async function lookAt(
  checks: readonly Check[],
  config: Config,
  tell: (name: string, finding: Finding) => void,
): Promise<boolean> {
  const unknown = new Set<string>()
  let healthy = true
  for (const check of checks) {
    const missing = check.needs?.find((name) => unknown.has(name))
    const finding = missing === undefined ? await lookWithin(check, config) : notLookedAt(missing)
    if (finding.verdict === 'fail') healthy = false
    if (finding.verdict === 'fail' || finding.verdict === 'skip') unknown.add(check.name)
    tell(check.name, finding)
  }
  return healthy
}

function notLookedAt(missing: string): Finding {
  return { verdict: 'skip', message: `not looked at: it needs what failed above (${missing})` }
}

/** A look that hangs, as on a network folder whose server is gone, or fails in its own way must not hide what others find. */
async function lookWithin({ look, withinMs = WITHIN_MS }: Check, config: Config): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(broken(`no answer within ${withinMs / 1000} s`, SLOW)), withinMs)
  })
  try {
    return await Promise.race([look(config), late])
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}

const SLOW = 'What it asked does not answer: a disk, a network folder, or a machine that is busy. Then look again.'
