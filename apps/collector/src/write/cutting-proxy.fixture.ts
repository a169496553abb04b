import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What becomes of a request: it passes; it is cut off before the server sees it; or its answer is. */
export type Fate = 'pass' | 'cut' | 'lose answer'

/** Stands between a client and an HTTP server, for tests: a wire that can be cut at any request. */
export interface CuttingProxy {
  url: string
  /** Decides by the first bytes of a request: its line and headers. */
  decide: (head: string) => Fate
  close(): Promise<void>
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let silent = false
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on('data', (chunk) => {
      if (chunk.subarray(0, 5).toString('latin1') === 'POST ') {
        const fate = proxy.decide(
          decodeURIComponent(chunk.toString('latin1').split('\r\n')[0]?.replaceAll('+', ' ') ?? ''),
        )
        if (fate === 'cut') return end()
        silent = fate === 'lose answer'
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (silent) return end()
      client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: CuttingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    decide: () => 'pass',
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
