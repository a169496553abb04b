import { createServer } from 'node:net'
import type { Config } from '@pyflare/config'
import { lockState } from '../data-dir/lock.ts'
import { broken, type Check, fine } from './finding.ts'

interface Listener {
  what: string
  host: string
  port: number
  flag: string
}

export const ports: Check = {
  name: 'Ports',
  async look(config) {
    if ((await lockState(config.dataDir)).state === 'held') return fine('in use by the PyFlare that runs')
    const taken: Listener[] = []
    for (const listener of listenersOf(config)) if (!(await isFree(listener))) taken.push(listener)
    if (taken.length === 0)
      return fine(
        `${listenersOf(config)
          .map(({ port }) => port || 'any')
          .join(', ')} are free`,
      )
    return broken(
      taken.map(({ what, port }) => `port ${port} (${what}) is taken`).join(', '),
      `Stop what uses it, or choose another with ${taken.map(({ flag }) => flag).join(', ')} (0: any free one).`,
    )
  },
}

function listenersOf({ server, collector: { otlp } }: Config): Listener[] {
  return [
    { what: 'pages and API', host: server.host, port: server.port, flag: '--port' },
    { what: 'OTLP over gRPC', host: otlp.grpc.endpoint.host, port: otlp.grpc.endpoint.port, flag: '--otlp-grpc-port' },
    { what: 'OTLP over HTTP', host: otlp.http.endpoint.host, port: otlp.http.endpoint.port, flag: '--otlp-http-port' },
  ]
}

function isFree({ host, port }: Listener): Promise<boolean> {
  if (port === 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}
