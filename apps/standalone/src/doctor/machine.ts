import { broken, type Check, fine, odd } from './finding.ts'

const NEEDED = [20, 19] as const
const TRIED = ['linux-x64']
const SHOULD_WORK = ['linux-arm64', 'darwin-arm64', 'darwin-x64']

/** An old Node is found out before any of this is read, by packages/tooling/bin/node-complaint.cjs; a test holds the two together. */
export const nodeVersion: Check = {
  name: 'Node',
  async look() {
    return judgeNode(process.versions.node)
  },
}

export function judgeNode(version: string) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return fine(`Node ${version}`)
  return broken(`Node ${version} is too old`, `Install Node ${NEEDED.join('.')} or newer.`)
}

export const platform: Check = {
  name: 'Platform',
  async look(config) {
    const here = `${process.platform}-${process.arch}`
    if (TRIED.includes(here)) return fine(here)
    const embedded = config.telemetryStore.kind === 'embedded' || config.controlDb.kind === 'embedded'
    if (!embedded) return fine(`${here}; the servers are elsewhere`)
    if (SHOULD_WORK.includes(here))
      return odd(
        `${here} was not tried`,
        'If a server does not start here, set telemetry_store.url and control_db.url.',
      )
    return broken(
      `the embedded servers do not run on ${here}`,
      'Set telemetry_store.url and control_db.url to servers of yours.',
    )
  },
}
