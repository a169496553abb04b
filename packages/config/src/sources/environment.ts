import { readFileSync } from 'node:fs'
import { PyflareError } from '@pyflare/observe'
import { SETTINGS, type Setting } from '../setting.ts'
import { nearestName, suggestion } from '../suggestion.ts'
import { put, type Tree } from './tree.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Sets what `PYFLARE_*` variables say. A secret may be the content of the file that `<NAME>_FILE` names. */
export function applyEnvironment(tree: Tree, env: Environment): void {
  for (const setting of SETTINGS) {
    const text = env[setting.env]
    if (text !== undefined && text !== '') {
      put(tree, setting.path, readValue(setting, text), { from: 'environment', name: setting.env })
    } else if (setting.secret) {
      const name = `${setting.env}_FILE`
      const file = env[name]
      if (file) put(tree, setting.path, readSecretFile(name, file), { from: 'environment', name })
    }
  }
}

/** Variables of ours that are no settings: the file with them, and what our documents, tests and clients read. */
const NO_SETTINGS = ['PYFLARE_CONFIG', 'PYFLARE_CHROMIUM', 'PYFLARE_KEY', 'PYFLARE_API_KEY']
/** Kubernetes puts the address of every service into each container: these come from one that is called pyflare. */
const OF_KUBERNETES = /_SERVICE_HOST$|_SERVICE_PORT(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/

/** Variables that are named as if they were settings, and that nothing reads; a sentence each. */
export function unknownVariables(env: Environment): string[] {
  const names = SETTINGS.flatMap(({ env: name, secret }) => (secret ? [name, `${name}_FILE`] : [name]))
  const known = new Set([...names, ...NO_SETTINGS])
  return Object.keys(env)
    .filter((name) => name.startsWith('PYFLARE_') && !known.has(name) && !OF_KUBERNETES.test(name))
    .map((name) => {
      const meant = suggestion(name, names)
      const hint = meant === undefined ? `The nearest is ${nearestName(name, names)}.` : `Did you mean ${meant}?`
      return `${name} is no setting, and nothing reads it. ${hint}`
    })
}

function readValue({ env, type }: Setting, text: string): unknown {
  if (type === 'integer' || type === 'number') {
    const number = Number(text)
    return text.trim() === '' || Number.isNaN(number) ? text : number
  }
  if (type === 'boolean') return { true: true, '1': true, false: false, '0': false }[text.toLowerCase()] ?? text
  if (type === 'list') return text.split(',').map((item) => item.trim())
  if (type !== 'json') return text
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new PyflareError('config_invalid', `${env} must be JSON: ${(cause as Error).message}`, { cause })
  }
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new PyflareError('config_invalid', `${name} names ${file}, which can't be read.`, { cause })
  }
}
