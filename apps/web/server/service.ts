import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { Installation } from '@pyflare/api'
import { PyflareError, type Service } from '@pyflare/observe'
import type { Runtime } from '@pyflare/runtime'
import type { ServerBuild } from '@remix-run/server-runtime'
import { createWebApp } from './app.ts'
import { requestContexts } from './request-context.ts'

export interface WebServiceOptions {
  host: string
  /** 0: any free one. */
  port: number
  installation: Installation
}

export interface WebService extends Service {
  /** Known once started: `http://127.0.0.1:8080`. */
  readonly url: string
}

const DRAIN_MS = 5_000

/** Pages, REST and tRPC on one port. Stateless: all it knows is in the runtime. */
export function createWebService(runtime: Runtime, { host, port, installation }: WebServiceOptions): WebService {
  let server: ServerType | undefined
  let url = ''
  return {
    name: 'web',
    get url() {
      return url
    },
    async start() {
      const app = createWebApp({
        runtime,
        contextOf: requestContexts(runtime, installation),
        build: await loadPages(),
        clientDir: fileURLToPath(new URL('../build/client', import.meta.url)),
      })
      server = createAdaptorServer({ fetch: app.fetch })
      url = await listen(server, host, port)
    },
    async stop() {
      if (server !== undefined) await drain(server)
      server = undefined
    },
  }
}

/** The built pages lie beside server/ and dist/ alike. */
async function loadPages(): Promise<ServerBuild> {
  const location = new URL('../build/server/index.js', import.meta.url).href
  try {
    return (await import(/* @vite-ignore */ location)) as ServerBuild
  } catch (cause) {
    throw new PyflareError('environment_unfit', 'The pages are not built. Run `npm run build` first.', { cause })
  }
}

function listen(server: ServerType, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new PyflareError(
              'environment_unfit',
              `Port ${port} is taken. Choose another with --port, or 0 for any free one.`,
              { cause },
            )
          : cause,
      )
    })
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host
      resolve(`http://${shown}:${address.port}`)
    })
  })
}

/** Lets running requests end, for a while; then closes what is left. */
function drain(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
