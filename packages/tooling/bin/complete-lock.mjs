#!/usr/bin/env node
/**
 * Adds optional platform packages that package-lock.json lacks.
 *
 * Where a registry mirror lacks the package of some platform (say, for Windows), npm silently leaves it out of the lock, and
 * every later `npm ci` refuses: "Missing: … from lock file". An entry needs no checksum to be right: it says which package
 * at which version belongs to which platform, and npm fetches it only there.
 *
 * Usage: node packages/tooling/bin/complete-lock.mjs [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']
const SYNONYMS = {
  windows: 'win32',
  macos: 'darwin',
  x86_64: 'x64',
  64: 'x64',
  armv7: 'arm',
  arm32: 'arm',
  ppc64le: 'ppc64',
}
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', glibc: 'glibc', musl: 'musl', musleabihf: 'musl' }

/** Which platform a package is for, read from its name; undefined when the name tells none. */
export function platformOf(name) {
  const words = name.split(/[-/.]/).map((word) => SYNONYMS[word] ?? word)
  const os = words.find((word) => SYSTEMS.includes(word))
  const cpu = words.findLast((word) => PROCESSORS.includes(word))
  if (os === undefined && cpu !== 'wasm32') return undefined
  const libc = words.map((word) => LIBRARIES[word]).find((library) => library !== undefined)
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
    ...(os === undefined ? {} : { os: [os] }),
  }
}

/** Whether a package that sits at `location` finds `name` in the lock, as Node would look for it. */
function isLocked(packages, location, name) {
  for (let folder = location; ; ) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true
    if (folder === '') return false
    const parent = folder.lastIndexOf('/node_modules/')
    folder = parent < 0 ? '' : folder.slice(0, parent)
  }
}

/** The entries that are missing, by their place in the lock. A name that tells no platform is reported, not guessed. */
export function missingEntries(packages) {
  const missing = {}
  const unknown = []
  for (const [location, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(packages, location, name)) continue
      const platform = platformOf(name)
      const version = /\d+\.\d+\.\d+[^\s|]*/.exec(range)?.[0]
      if (platform === undefined || version === undefined) unknown.push(`${name}@${range}`)
      else missing[`node_modules/${name}`] = { version, ...platform, optional: true }
    }
  }
  return { missing, unknown }
}

function main() {
  const file = fileURLToPath(new URL('../../../package-lock.json', import.meta.url))
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const { missing, unknown } = missingEntries(lock.packages)
  for (const name of unknown) console.error(`complete-lock: ${name} is missing and its platform is not known.`)
  const places = Object.keys(missing)
  if (places.length === 0) return console.log('complete-lock: the lock holds every platform.')
  if (process.argv.includes('--check')) {
    console.error(`complete-lock: missing ${places.join(', ')}. Run npm run lock:complete and commit the lock.`)
    process.exitCode = 1
    return
  }
  const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
  console.log(`complete-lock: added ${places.length}: ${places.join(', ')}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
