import { readFileSync } from 'node:fs'
import { PyflareError } from '@pyflare/observe'
import { SETTINGS, type Setting } from '../setting.ts'
import { suggestion } from '../suggestion.ts'
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

/** Variables that look like a setting misspelt. Others may belong to our SDKs and tools, and are left alone. */
export function misspelt(env: Environment): string[] {
  const names = SETTINGS.map((setting) => setting.env)
  return Object.keys(env)
    .filter((name) => name.startsWith('PYFLARE_') && !names.includes(name))
    .flatMap((name) => {
      const meant = suggestion(name, names)
      return meant === undefined || name === `${meant}_FILE` ? [] : [`${name} is no setting. Did you mean ${meant}?`]
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
