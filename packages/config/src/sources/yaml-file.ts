import { readFileSync, statSync } from 'node:fs'
import { PyflareError } from '@pyflare/observe'
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Tree } from './tree.ts'

const LIMIT_BYTES = 1_048_576

/** Reads a YAML file. Rejects with `config_invalid`, by line, what is no YAML. */
export function readYamlFile(file: string): Tree {
  const text = readText(file)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true })
  const [error] = document.errors
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0])
    throw new PyflareError(
      'config_invalid',
      `${file}:${line}:${col} is not valid YAML: ${error.message.split('\n')[0]}`,
    )
  }
  const tree: Tree = { values: {}, origins: new Map() }
  if (document.contents === null) return tree
  if (!isMap(document.contents))
    throw new PyflareError('config_invalid', `${file} must hold settings, such as \`server:\`.`)
  tree.values = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>
  const note = (path: string, node: unknown) => {
    const offset = (node as Node | null | undefined)?.range?.[0]
    if (offset === undefined) return
    const { line, col } = lines.linePos(offset)
    tree.origins.set(path, { from: 'file', file, line, column: col })
  }
  notePlaces(document.contents, '', note)
  return tree
}

/** A section is where its key stands, a value is where the value stands. */
function notePlaces(node: unknown, path: string, note: (path: string, node: unknown) => void): void {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`)
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const inner = below(String(isScalar(key) ? key.value : key))
      note(inner, key)
      notePlaces(value, inner, note)
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      note(below(String(index)), item)
      notePlaces(item, below(String(index)), note)
    }
  }
}

function readText(file: string): string {
  try {
    if (statSync(file).size > LIMIT_BYTES) throw new PyflareError('config_invalid', `${file} is larger than 1 MiB.`)
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof PyflareError) throw cause
    const code = (cause as NodeJS.ErrnoException).code
    const reason = code === 'ENOENT' ? 'does not exist' : `can't be read (${code})`
    throw new PyflareError(
      'config_invalid',
      `The configuration file ${file} ${reason}. Check --config and PYFLARE_CONFIG.`,
      {
        cause,
      },
    )
  }
}
