import { type AddressInfo, createServer, type Server as NetServer } from 'node:net'
import {
  type ConnectionInjector,
  type Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js'
import type { OtlpSignal } from '@pyflare/otlp'
import { encodeResponse } from './encode-answer.ts'
import { createGuard, type GrpcCallState } from './grpc-guard.ts'
import { EXPORTS } from './grpc-services.ts'
import { grpcStatus } from './grpc-status.ts'
import { httpAddress, listen } from './listen.ts'
import type { Receiver, Receiving } from './receiver.ts'

export interface GrpcReceiverOptions {
  host: string
  /** 0 for any free one. */
  port: number
  maxMessageBytes: number
  /** By connection. */
  maxConcurrentStreams: number
  maxConnections: number
  /** From a call's headers to its status. */
  callDeadlineMs: number
}

const KEEPALIVE_MS = 60_000
const KEEPALIVE_ANSWER_MS = 20_000
const IDLE_MS = 15 * 60_000
const GRACE_MS = 2000
/** Most bodies are smaller than this part of the largest. */
const RESERVED_PART = 16

/** OTLP/gRPC: the Export methods of the three services, with gzip and deflate. Bodies are passed through as bytes. */
export function createGrpcReceiver(options: GrpcReceiverOptions, receiving: Receiving): Receiver {
  return new GrpcReceiver(options, receiving)
}

class GrpcReceiver implements Receiver {
  readonly name = 'otlp-grpc'
  readonly #calls = new WeakMap<Metadata, GrpcCallState>()
  readonly #grpc: Server
  /** Connections are accepted here, for gRPC's own server would accept any number. */
  readonly #net: NetServer
  #injector: ConnectionInjector | undefined
  #address = ''

  constructor(
    private readonly options: GrpcReceiverOptions,
    private readonly receiving: Receiving,
  ) {
    const { callDeadlineMs } = options
    const reservedBytes = this.#reservedBytes
    this.#grpc = new Server({
      'grpc.max_receive_message_length': options.maxMessageBytes,
      'grpc.max_concurrent_streams': options.maxConcurrentStreams,
      'grpc.keepalive_time_ms': KEEPALIVE_MS,
      'grpc.keepalive_timeout_ms': KEEPALIVE_ANSWER_MS,
      'grpc.max_connection_idle_ms': IDLE_MS,
      interceptors: [createGuard({ calls: this.#calls, receiving, callDeadlineMs, reservedBytes })],
    })
    for (const [signal, path] of EXPORTS) this.#serve(signal, path)
    this.#net = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => undefined)
      this.#injector?.injectConnection(socket)
    })
    this.#net.maxConnections = options.maxConnections
  }

  get #reservedBytes(): number {
    return this.options.maxMessageBytes / RESERVED_PART
  }

  get address(): string {
    return this.#address
  }

  async start(): Promise<void> {
    this.#injector = this.#grpc.createConnectionInjector(ServerCredentials.createInsecure())
    await listen(this.#net, this.options)
    this.#address = httpAddress(this.options.host, (this.#net.address() as AddressInfo).port)
  }

  /** Lets running calls end for a moment, then cuts them off: their clients send again. */
  async stop(): Promise<void> {
    if (!this.#net.listening) return
    const closed = new Promise<void>((resolve) => this.#net.close(() => resolve()))
    this.#injector?.drain(GRACE_MS)
    const giveUp = setTimeout(() => this.#grpc.forceShutdown(), GRACE_MS)
    await new Promise<void>((resolve) => this.#grpc.tryShutdown(() => resolve()))
    clearTimeout(giveUp)
    await closed
  }

  #serve(signal: OtlpSignal, path: string): void {
    const asBytes = (bytes: Buffer) => bytes
    const method = {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asBytes,
      requestDeserialize: asBytes,
      responseSerialize: asBytes,
      responseDeserialize: asBytes,
    }
    this.#grpc.addService(
      { export: method },
      {
        export: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) =>
          void this.#export(signal, call, callback),
      },
    )
  }

  async #export(
    signal: OtlpSignal,
    { metadata, request: body }: ServerUnaryCall<Buffer, Buffer>,
    callback: sendUnaryData<Buffer>,
  ): Promise<void> {
    try {
      const state = this.#calls.get(metadata)
      if (state === undefined) throw new Error('A call passed the guard without a project.')
      const { sender, ticket } = state
      const outcome = await this.receiving.counter.refusals(sender, signal, async () => {
        ticket.grow(Math.max(0, body.byteLength - this.#reservedBytes))
        return this.receiving.receive({ sender, signal, encoding: 'protobuf', body, ticket })
      })
      callback(null, Buffer.from(encodeResponse(signal, 'protobuf', outcome)))
    } catch (error) {
      callback(grpcStatus(error, this.receiving.logger))
    }
  }
}
