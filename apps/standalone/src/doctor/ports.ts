import { createServer } from 'node:net'
import type { Config } from '@pyflare/config'
import { lockState } from '../data-dir/lock.ts'
import { broken, type Check, type Finding, fine } from './finding.ts'
import { ownerOfPort } from './port-owner.ts'

interface Listener {
  what: string
  host: string
  port: number
  /** Flags that choose another place. */
  flag: string
}

export const ports: Check = {
  name: 'Ports',
  async look(config) {
    const lock = await lockState(config.dataDir).catch(() => undefined)
    if (lock?.state === 'held') return fine('in use by the PyFlare that runs')
    return (
      (await portProblem(config)) ??
      fine(
        `${listenersOf(config)
          .map(({ port }) => port || 'any')
          .join(', ')} are free`,
      )
    )
  },
}

/** What keeps this process from listening where the configuration says; undefined where nothing does. */
export async function portProblem(config: Config): Promise<Finding | undefined> {
  const listeners = listenersOf(config)
  const twice = listeners.find((listener, at) => listeners.slice(0, at).some((other) => collide(listener, other)))
  if (twice !== undefined)
    return broken(`port ${twice.port} is asked for twice`, `Choose another with ${twice.flag} (0: any free one).`)
  const problems = (await Promise.all(listeners.map(problemOf))).filter((problem) => problem !== undefined)
  if (problems.length === 0) return undefined
  return broken(problems.map(({ message }) => message).join('; '), mendOf(problems))
}

/** Who listens everywhere takes the port of every address. */
function collide(one: Listener, other: Listener): boolean {
  const isEverywhere = [one, other].some(({ host }) => host === '0.0.0.0' || host === '::')
  return one.port > 0 && one.port === other.port && (isEverywhere || one.host === other.host)
}

function listenersOf({ server, collector: { otlp } }: Config): Listener[] {
  return [
    { what: 'pages and API', host: server.host, port: server.port, flag: '--port' },
    { what: 'OTLP over gRPC', host: otlp.grpc.endpoint.host, port: otlp.grpc.endpoint.port, flag: '--otlp-grpc-port' },
    { what: 'OTLP over HTTP', host: otlp.http.endpoint.host, port: otlp.http.endpoint.port, flag: '--otlp-http-port' },
  ]
}

interface Problem {
  kind: keyof typeof MENDS
  message: string
  flag: string
}

/** What to do about one problem of a kind, or several of them; `flags` choose other places. */
const MENDS = {
  taken: (flags: readonly string[]) =>
    flags.length === 1
      ? `Stop what uses it, or choose another with ${flags[0]} (0: any).`
      : `Stop what uses them, or choose others with ${flags.join(' and ')} (0: any).`,
  kept: (flags: readonly string[]) => `Choose one above 1023 with ${flags.join(' and ')}.`,
  nowhere: () => 'Use --host 127.0.0.1, or 0.0.0.0 for all.',
}

function mendOf(problems: readonly Problem[]): string {
  const kinds = [...new Set(problems.map(({ kind }) => kind))]
  const flagsOf = (kind: Problem['kind']) => problems.filter((problem) => problem.kind === kind).map(({ flag }) => flag)
  return kinds.map((kind) => MENDS[kind](flagsOf(kind))).join(' ')
}

async function problemOf({ what, host, port, flag }: Listener): Promise<Problem | undefined> {
  const code = await listenBriefly(host, port)
  if (code === undefined) return undefined
  if (code === 'EADDRINUSE') {
    const owner = await ownerOfPort(port)
    const by = owner === undefined ? '' : ` by ${owner}`
    return { kind: 'taken', message: `port ${port} (${what}) is taken${by}`, flag }
  }
  if (code === 'EACCES') return { kind: 'kept', message: `port ${port} (${what}) is kept for the system`, flag }
  return { kind: 'nowhere', message: `${host} (${what}) is no address of this machine (${code})`, flag }
}

/** The code of the error, where nobody can listen there. */
function listenBriefly(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
}
