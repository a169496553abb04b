import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g
/** Code is shown as it is: `[a](b|c)` in it is no link. A link whose text is code stays one. */
const CODE = /`[^`\n]*`/g

const FENCE = /^```[\s\S]*?^```/gm

/**
 * The relative links of the repository's documents that lead nowhere: to no file, to no heading of a document, or to a line.
 *
 * @param {string} root The repository's folder.
 * @returns {Promise<{ file: string, link: string }[]>}
 */
export async function brokenLinks(root) {
  const broken = []
  for (const file of documents(root)) {
    const text = await readFile(join(root, file), 'utf8')
    for (const [, link] of text.replace(FENCE, '').replace(CODE, '').matchAll(LINK)) {
      if (/^[a-z]+:/.test(link)) continue
      const [path, anchor] = link.split('#')
      const target = path === '' ? file : join(dirname(file), path)
      if (!existsSync(join(root, target)) || !(await leadsTo(join(root, target), anchor))) broken.push({ file, link })
    }
  }
  return broken
}

/** A line number of a source file is wrong after the next change above it. */
async function leadsTo(target, anchor) {
  if (anchor === undefined) return true
  return target.endsWith('.md') && anchorsOf(await readFile(target, 'utf8')).has(anchor)
}

/** As GitHub makes them of headings; of equal ones the second ends in `-1`. */
function anchorsOf(text) {
  const anchors = new Set()
  for (const [, heading] of text.replace(FENCE, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')
    let unique = anchor
    for (let copy = 1; anchors.has(unique); copy++) unique = `${anchor}-${copy}`
    anchors.add(unique)
  }
  return anchors
}

function documents(root) {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true }).map((file) => join('docs', String(file)))
  return ['README.md', 'CONTRIBUTING.md', ...inDocs].filter((file) => file.endsWith('.md'))
}
