import { SETTINGS, type Setting } from './setting.ts'

const HEAD = `# Configuration

<!-- Made from the schema in packages/config/src/schema. Change it there, then run \`npx vitest run packages/config -u\`. -->

Nothing has to be set: \`npm run up\` works without a file. What is set comes from three places, each over the one before:

1. a YAML file: \`--config pyflare.yaml\`, or the file that \`PYFLARE_CONFIG\` names;
2. environment variables, named below; lists are separated by commas, rules are JSON; a secret may be the content of a file:
   \`PYFLARE_CONTROL_DB_URL_FILE=/run/secrets/db\`;
3. flags of the \`pyflare\` command.

\`pyflare config check\` explains a bad file by line, and names \`PYFLARE_*\` variables that nothing reads; every start does so too.
\`pyflare config print\` shows what was decided and where it was said.

\`\`\`yaml
server:
  host: 0.0.0.0
  public_url: https://pyflare.example
collector:
  otlp:
    grpc: { endpoint: '0.0.0.0:4317' }
    http:
      endpoint: '0.0.0.0:4318'
      cors: { allowed_origins: ['https://shop.example'] }
  sampling:
    default_rate: 1.0
    rules:
      - { service: high-volume-service, rate: 0.1 }
      - { attribute: { key: priority, value: high }, rate: 1.0 }
redaction:
  rules:
    - { name: mail addresses, action: mask, builtin: email }
telemetry_store:
  kind: clickhouse
  url: http://clickhouse:8123
  user: pyflare
\`\`\`
`

/** docs/configuration.md. */
export function configurationDocs(): string {
  const sections = new Map<string, Setting[]>()
  for (const setting of SETTINGS) {
    const name = setting.path.includes('.') ? (setting.path.split('.')[0] ?? '') : 'General'
    sections.set(name, [...(sections.get(name) ?? []), setting])
  }
  return `${[HEAD, ...[...sections].map(([name, settings]) => section(name, settings))].join('\n')}`
}

function section(name: string, settings: readonly Setting[]): string {
  const title = name === 'General' ? name : `\`${name}\``
  return `## ${title}\n\n| name and variable | default | meaning |\n|---|---|---|\n${settings.map(row).join('\n')}\n`
}

function row(setting: Setting): string {
  const { path, env, kinds, meaning, choices, later } = setting
  const only = kinds.length === 0 ? '' : ` Only with \`kind: ${kinds.join(', ')}\`.`
  const oneOf = choices.length === 0 ? '' : ` One of ${choices.map((choice) => `\`${choice}\``).join(', ')}.`
  const notYet = later ? ' For a later version.' : ''
  const text = `${meaning}${oneOf}${only}${notYet}`.replaceAll('|', '\\|')
  return `| \`${path}\`<br>\`${env}\` | ${defaultOf(setting)} | ${text} |`
}

function defaultOf(setting: Setting): string {
  if (setting.defaultText !== undefined) return setting.defaultText
  if (setting.default === undefined) return setting.required || setting.secret ? '' : 'none'
  return Array.isArray(setting.default) ? 'empty' : `\`${String(setting.default)}\``
}
