import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

/** `process 4711 (node server.js)`, as far as this user may know it; undefined where it may not, or nobody listens. */
export async function ownerOfPort(port: number): Promise<string | undefined> {
  const pid = process.platform === 'linux' ? await listenerOnLinux(port) : await listenerByLsof(port)
  if (pid === undefined) return undefined
  const command = await commandOf(pid)
  return `process ${pid}${command === undefined ? '' : ` (${command})`}`
}

async function listenerOnLinux(port: number): Promise<string | undefined> {
  const wanted = await listeningSockets(port)
  if (wanted.size === 0) return undefined
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    // Processes of others, and those that end meanwhile, can't be read.
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      if (wanted.has(target)) return pid
    }
  }
  return undefined
}

/** As links of file descriptors name them: `socket:[12345]`. Columns and states of these files: proc_net_tcp in the kernel's documents. */
async function listeningSockets(port: number): Promise<Set<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const sockets = new Set<string>()
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === '0A' && local?.endsWith(suffix)) sockets.add(`socket:[${inode}]`)
    }
  }
  return sockets
}

async function listenerByLsof(port: number): Promise<string | undefined> {
  return /^p(\d+)/m.exec(await output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp']))?.[1]
}

async function commandOf(pid: string): Promise<string | undefined> {
  const text =
    process.platform === 'linux'
      ? (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
      : await output('ps', ['-o', 'args=', '-p', pid])
  // Arguments may hold secrets; which program it is, and of what, the first two words tell.
  return text.trim().split(/\s+/).slice(0, 2).join(' ') || undefined
}

async function output(command: string, args: readonly string[]): Promise<string> {
  return promisify(execFile)(command, args, { timeout: 5000 }).then(
    ({ stdout }) => stdout,
    () => '',
  )
}
