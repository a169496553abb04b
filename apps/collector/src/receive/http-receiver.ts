import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { clientName } from '../intake/client-name.ts'
import { preflightHeaders } from './cors.ts'
import { drain } from './drain.ts'
import { encodeResponse } from './encode-answer.ts'
import { isForwarded } from './forwarded.ts'
import { type HttpAnswering, sendAnswer, sendError } from './http-answer.ts'
import { encodingOf, routeOf } from './http-route.ts'
import { httpAddress, listen } from './listen.ts'
import { contentCoding, readBody, tooLarge } from './read-body.ts'
import type { EncodedRequest } from './receive-request.ts'
import type { Outcome } from './received.ts'
import type { Receiver, Receiving } from './receiver.ts'

export interface HttpReceiverOptions {
  host: string
  /** 0 for any free one. */
  port: number
  maxBodyBytes: number
  /** Web origins; `*` for all. */
  allowedOrigins: readonly string[]
  maxConnections: number
  /** Slow senders: how long headers, and the whole of a request, may take to arrive. */
  headersTimeoutMs: number
  requestTimeoutMs: number
}

/** OTLP/HTTP: /v1/traces, /v1/metrics and /v1/logs in protobuf and JSON, and /healthz. */
export function createHttpReceiver(options: HttpReceiverOptions, receiving: Receiving): Receiver {
  return new HttpReceiver(options, receiving)
}

const KEEP_ALIVE_MS = 65_000
/** How often Node looks for connections that are too slow. */
const SLOW_CHECK_MS = 1000
/** What a refused client may still send while it reads the answer; beyond that it is cut off. */
const DRAINED_BODIES = 4

class HttpReceiver implements Receiver {
  readonly name = 'otlp-http'
  readonly #server: Server
  #address = ''

  constructor(
    private readonly options: HttpReceiverOptions,
    private readonly receiving: Receiving,
  ) {
    const { headersTimeoutMs, requestTimeoutMs } = options
    this.#server = createServer({
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: SLOW_CHECK_MS,
      noDelay: true,
    })
    this.#server.maxConnections = options.maxConnections
    this.#server.on('request', (request, response) => void this.#answer(request, response, true))
    this.#server.on('checkContinue', (request, response) => void this.#answer(request, response, false))
  }

  get address(): string {
    return this.#address
  }

  async start(): Promise<void> {
    await listen(this.#server, this.options)
    this.#address = httpAddress(this.options.host, (this.#server.address() as AddressInfo).port)
  }

  /** Lets running requests end; clients that are only connected are let go. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const giveUp = setTimeout(() => this.#server.closeAllConnections(), this.options.requestTimeoutMs)
    await closed
    clearTimeout(giveUp)
  }

  /** `isComing`: the body comes without being asked for. Of a refused request it is read to its end before the answer's end. */
  async #answer(request: IncomingMessage, response: ServerResponse, isComing: boolean): Promise<void> {
    const answering: HttpAnswering = { request, response, allowedOrigins: this.options.allowedOrigins }
    let isBodyComing = isComing
    const goOn = () => {
      if (!isBodyComing) response.writeContinue()
      isBodyComing = true
    }
    response.on('error', () => undefined)
    try {
      await this.#serve(answering, goOn)
    } catch (error) {
      sendError(answering, error, this.receiving.logger)
    }
    const drained = drain(request, this.options.maxBodyBytes * DRAINED_BODIES)
    if (isBodyComing) await drained
    response.end()
  }

  async #serve({ request, response, allowedOrigins }: HttpAnswering, goOn: () => void): Promise<void> {
    const signal = routeOf(request)
    if (signal === 'health')
      return sendAnswer({ request, response, allowedOrigins }, 'json', Buffer.from('{"status":"ok"}'))
    if (request.method === 'OPTIONS') {
      response.writeHead(204, preflightHeaders(request, allowedOrigins))
      return
    }
    const { authenticate, counter } = this.receiving
    const admitted = await authenticate(credentialsOf(request))
    const sender = { ...admitted, client: clientName(request.headers['user-agent']) }
    await counter.refusals(sender, signal, async () => {
      const encoding = encodingOf(request)
      const outcome = await this.#receive(request, { sender, signal, encoding }, goOn)
      sendAnswer({ request, response, allowedOrigins }, encoding, encodeResponse(signal, encoding, outcome))
    })
  }

  async #receive(
    request: IncomingMessage,
    what: Pick<EncodedRequest, 'sender' | 'signal' | 'encoding'>,
    goOn: () => void,
  ): Promise<Outcome> {
    const coding = contentCoding(request.headers['content-encoding'])
    const limitBytes = this.options.maxBodyBytes
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes)
    const ticket = this.receiving.admission.enter()
    try {
      goOn()
      const body = await readBody(request, coding, { limitBytes, count: (bytes) => ticket.grow(bytes) })
      return await this.receiving.receive({ ...what, body, ticket })
    } finally {
      ticket.leave()
    }
  }
}

function credentialsOf({ headers, socket }: IncomingMessage) {
  const apiKey = headers['x-api-key']
  return {
    apiKey: Array.isArray(apiKey) ? apiKey[0] : apiKey,
    authorization: headers.authorization,
    remoteAddress: socket.remoteAddress,
    origin: headers.origin,
    isForwarded: isForwarded((name) => headers[name] !== undefined),
  }
}
