import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Logger, PyflareError } from '@pyflare/observe'
import { dataDirArgument, SERVER_ENVIRONMENT, type ServerAccount } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'

export const DATABASE = 'pyflare'

export interface Cluster {
  dir: string
  password: string
}

/** Opens the database cluster below `dataDir`, making it the first time. It appears whole or not at all. */
export async function ensureCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
  logger: Logger,
): Promise<Cluster> {
  const dir = join(dataDir, 'cluster')
  const version = await readIfThere(join(dir, 'PG_VERSION'))
  if (version !== undefined) {
    assertSameMajor(dataDir, version.trim(), binaries)
    return { dir, password: await readPassword(dataDir) }
  }
  logger.info({ dataDir }, 'Making the control database.')
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('cluster.')) await rm(join(dataDir, name), { recursive: true, force: true })
  }
  const password = randomBytes(24).toString('base64url')
  await writePassword(join(dataDir, 'password'), password)
  const fresh = join(dataDir, `cluster.${process.pid}`)
  await mkdir(fresh, { mode: 0o700 })
  if (account) await handOver(fresh, account)
  await initialize(fresh, password, binaries, account)
  await rename(fresh, dir)
  return { dir, password }
}

function assertSameMajor(dataDir: string, version: string, binaries: PostgresBinaries): void {
  if (version === binaries.majorVersion) return
  throw new PyflareError(
    'environment_unfit',
    `The control database in ${dataDir} was made by PostgreSQL ${version}, and this PyFlare brings PostgreSQL ${binaries.majorVersion}: ` +
      `dump it with the PyFlare that made it and load it into a fresh folder, or set control_db.url.`,
  )
}

async function readPassword(dataDir: string): Promise<string> {
  const password = await readIfThere(join(dataDir, 'password'))
  if (password) return password.trim()
  throw new PyflareError(
    'environment_unfit',
    `${join(dataDir, 'password')} is missing, and the control database beside it opens with nothing else: restore that file from a backup.`,
  )
}

async function writePassword(path: string, password: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(password)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function handOver(dir: string, account: ServerAccount): Promise<void> {
  await chown(dir, account.uid, account.gid).catch((cause: unknown) => {
    throw new PyflareError(
      'environment_unfit',
      `${dir} can't be given to the user nobody, whom PostgreSQL runs as: choose a data folder on a disk that allows chown, or start PyFlare as an ordinary user.`,
      { cause },
    )
  })
}

async function initialize(
  dir: string,
  password: string,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<void> {
  const data = dataDirArgument(dir, account)
  // initdb gets the password as an open file: a path would have to be reachable for its user, a pipe would have to be its own.
  const passwordPath = `${dir}.password`
  const file = await open(passwordPath, 'wx+', 0o600)
  try {
    if (account) await file.chown(account.uid, account.gid)
    await file.write(`${password}\n`, 0)
    await rm(passwordPath)
    const settings = ['-U', DATABASE, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-instructions', '--pwfile=/dev/fd/3']
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    await run(binaries.initdb, ['-D', data, ...settings, ...locale], { dir, account, passwordFd: file.fd, input: '' })
  } finally {
    await file.close()
  }
  await run(binaries.postgres, ['--single', '-D', data, 'postgres'], {
    dir,
    account,
    input: `CREATE DATABASE ${DATABASE};\n`,
  })
}

interface RunOptions {
  dir: string
  account: ServerAccount | undefined
  passwordFd?: number
  input: string
}

async function run(command: string, args: string[], { dir, account, passwordFd, input }: RunOptions): Promise<void> {
  const child = spawn(command, args, {
    ...account,
    cwd: dir,
    env: SERVER_ENVIRONMENT,
    // Ctrl-C in a terminal is for us: a cluster that is half made is made to its end, and the start stops then.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', passwordFd ?? 'ignore'],
    timeout: 120_000,
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000)
  })
  // It may end before it has read its input; its exit code tells.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `ended with ${code ?? signal}: ${said.trim()}`),
    )
  })
  if (failure === undefined) return
  throw new PyflareError(
    'environment_unfit',
    `The control database could not be made in ${dir}: ${command} ${failure}\nMend that, or set control_db.url to a PostgreSQL of yours.`,
  )
}

async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
