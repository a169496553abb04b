import type { IncomingMessage } from 'node:http'

/**
 * Reads on behind a refused request and throws away what comes: a client that sends its whole body before it reads would else meet
 * a closed connection instead of the answer. Resolves when the body ended or the client is gone. Who sends more than `limitBytes`
 * is cut off; the server's request timeout bounds how long it may take.
 */
export function drain(request: IncomingMessage, limitBytes: number): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    let leftBytes = limitBytes
    request.on('data', (chunk: Buffer) => {
      leftBytes -= chunk.length
      if (leftBytes < 0) request.destroy()
    })
    request.once('end', resolve).once('close', resolve)
    request.on('error', () => undefined)
    request.resume()
  })
}
