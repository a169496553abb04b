import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Body } from './bodies.ts'

export interface Target {
  otlp_http: string
  project_key: string | null
}

export interface Sent {
  spans: number
  seconds: number
  /** Of every acknowledged request, ascending. */
  ackMs: number[]
  /** Requests that were answered with something else than 200. */
  refused: number
}

/** Sends bodies over so many connections, each as soon as the one before is answered, or `spansPerSecond` together. */
export async function send(
  target: Target,
  bodies: readonly Body[],
  options: { connections: number; seconds: number; spansPerSecond: number },
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const sent: Sent = { spans: 0, seconds: 0, ackMs: [], refused: 0 }
  const startMs = performance.now()
  const endMs = startMs + options.seconds * 1000
  let number = 0
  const connection = async () => {
    while (performance.now() < endMs) {
      const body = bodies[number % bodies.length]
      if (body === undefined) return
      const dueMs = options.spansPerSecond === 0 ? 0 : startMs + (number * body.spans * 1000) / options.spansPerSecond
      number++
      if (dueMs > performance.now()) await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()))
      const sentMs = performance.now()
      const status = await post(agent, target, renewed(body))
      if (status === 200) sent.spans += body.spans
      else sent.refused++
      if (status === 200) sent.ackMs.push(performance.now() - sentMs)
    }
  }
  await Promise.all(Array.from({ length: options.connections }, connection))
  agent.destroy()
  sent.seconds = (performance.now() - startMs) / 1000
  sent.ackMs.sort((left, right) => left - right)
  return sent
}

/** The body with ids of traces that were never sent. */
function renewed({ bytes, traceIds }: Body): Buffer {
  const next = Buffer.from(bytes)
  for (const places of traceIds) {
    const id = randomBytes(16)
    for (const place of places) id.copy(next, place)
  }
  return next
}

function post(agent: Agent, { otlp_http, project_key }: Target, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'x-api-key': project_key ?? '' }
    const sending = request(`${otlp_http}/v1/traces`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sending.on('error', reject).end(body)
  })
}
