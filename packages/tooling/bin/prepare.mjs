import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Whether node_modules holds what package-lock.json says, by npm's own note of what it installed. Optional packages of other
 * platforms do not count.
 *
 * @param {string} root The repository's folder.
 */
export function isInstalled(root) {
  const locked = packagesOf(join(root, 'package-lock.json'))
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (locked === undefined || installed === undefined) return false
  return Object.entries(locked).every(([place, { version, optional, link }]) => {
    if (!place.startsWith('node_modules/') || link) return true
    const there = installed[place]
    return there === undefined ? optional === true : there.version === version
  })
}

/** How many archives an installation of package-lock.json fetches on this platform. */
export function lockedCount(root) {
  const fits = (named, here) => named === undefined || here === undefined || named.includes(here)
  const libcOfHere = libcHere()
  const archives = new Set()
  for (const [place, entry] of Object.entries(packagesOf(join(root, 'package-lock.json')) ?? {})) {
    const { name = place.split('node_modules/').at(-1), version, os, cpu, libc, link, inBundle } = entry
    if (!place.includes('node_modules/') || link || inBundle) continue
    if (fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, libcOfHere))
      archives.add(`${name}@${version}`)
  }
  return archives.size
}

/** The C library that packages for Linux must fit; undefined elsewhere. */
function libcHere() {
  if (process.platform !== 'linux') return undefined
  return existsSync('/lib') && readdirSync('/lib').some((name) => name.startsWith('ld-musl-')) ? 'musl' : 'glibc'
}

/** How many apps and packages are built. */
export function builtCount(root) {
  return workspacesOf(root).filter(
    (dir) => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).scripts?.build !== undefined,
  ).length
}

function workspacesOf(root) {
  return ['apps', 'packages'].flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

const SOURCES = ['src', 'app', 'server', 'proto', 'public', 'schema', 'drizzle']
const ENTRY = 'apps/standalone/dist/main.js'
const stampFile = (root) => join(root, '.cache', 'built')

/** Whether the built code is that of the sources, by their sizes and times of change: no turbo has to be asked. */
export function isBuilt(root) {
  if (!existsSync(join(root, ENTRY)) || !existsSync(stampFile(root))) return false
  return readFileSync(stampFile(root), 'utf8') === fingerprint(root)
}

/** Notes that the built code is that of the sources whose fingerprint was taken before the build. */
export async function stampBuilt(root, taken) {
  await mkdir(dirname(stampFile(root)), { recursive: true })
  await writeFile(stampFile(root), taken)
}

export function builtEntry(root) {
  return join(root, ENTRY)
}

/** Changes when a source changes. */
export function fingerprint(root) {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of sourceFiles(root)) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function sourceFiles(root) {
  const files = [join(root, 'package-lock.json'), join(root, 'packages/tooling/tsdown.config.ts')]
  for (const workspace of workspacesOf(root)) {
    for (const entry of readdirSync(workspace, { withFileTypes: true })) {
      const path = join(workspace, entry.name)
      if (entry.isFile() && /\.(ts|json)$/.test(entry.name)) files.push(path)
      if (entry.isDirectory() && SOURCES.includes(entry.name)) files.push(...filesBelow(path))
    }
  }
  return files.sort()
}

function filesBelow(dir) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
