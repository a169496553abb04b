import { stringify } from 'yaml'
import type { InspectedConfig } from './load-config.ts'
import { describeOrigin } from './sources/tree.ts'
import { redactUrls } from './url-credentials.ts'

/** What was decided, as a YAML file that would say the same, followed by where settings were said. Secrets are redacted. */
export function printConfig({ settings, origins }: InspectedConfig): string {
  const plain: unknown = JSON.parse(JSON.stringify(settings), (_, value) =>
    typeof value === 'string' ? redactUrls(value) : value,
  )
  const said = [...origins].map(([path, origin]) => `# ${path}: ${describeOrigin(origin)}`)
  const where = said.length === 0 ? ['# Nothing was set: these are the defaults.'] : ['# Set by:', ...said]
  return `${stringify(plain)}\n${where.join('\n')}\n`
}
