import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g
/** Code is shown as it is: `[a](b|c)` in it is no link. A link whose text is code stays one. */
const CODE = /`[^`\n]*`/g

/**
 * The relative links of the repository's documents that lead nowhere, or to a line.
 *
 * @param {string} root The repository's folder.
 * @returns {Promise<{ file: string, link: string }[]>}
 */
export async function brokenLinks(root) {
  const broken = []
  for (const file of documents(root)) {
    const text = await readFile(join(root, file), 'utf8')
    for (const [, link] of text.replace(CODE, '').matchAll(LINK)) {
      const path = link.split('#')[0]
      if (path === '' || /^[a-z]+:/.test(link)) continue
      // A line number is wrong after the next change above it.
      if (/#L\d+/.test(link) || !existsSync(join(root, dirname(file), path))) broken.push({ file, link })
    }
  }
  return broken
}

function documents(root) {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true }).map((file) => join('docs', String(file)))
  return ['README.md', 'CONTRIBUTING.md', ...inDocs].filter((file) => file.endsWith('.md'))
}
