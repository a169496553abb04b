import type { Server } from 'node:net'
import { PyflareError } from '@pyflare/observe'

/** Starts listening. Rejects with `environment_unfit` where the address cannot be had, saying how to take another. */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => reject(cannotListen({ host, port }, cause))
    server.once('error', fail)
    server.listen({ host, port }, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

/** An address for clients: of a server that listens everywhere, the loopback one. */
export function httpAddress(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function cannotListen({ host, port }: { host: string; port: number }, cause: NodeJS.ErrnoException): PyflareError {
  const why = cause.code === 'EADDRINUSE' ? 'another program has it' : cause.message
  return new PyflareError(
    'environment_unfit',
    `OTLP cannot be received on ${host}:${port}: ${why}. Choose another address under collector.otlp, or port 0 for any.`,
    { cause },
  )
}
