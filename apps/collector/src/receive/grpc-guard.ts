import { type Metadata, ServerInterceptingCall, type ServerInterceptor, ServerListenerBuilder } from '@grpc/grpc-js'
import { PyflareError } from '@pyflare/observe'
import { clientName } from '../intake/client-name.ts'
import type { Sender } from '../intake/intake-counts.ts'
import type { Ticket } from './admission.ts'
import { isForwarded } from './forwarded.ts'
import { signalOf } from './grpc-services.ts'
import { grpcStatus } from './grpc-status.ts'
import type { Receiving } from './receiver.ts'

/** What the guard found out about a call, for the method that serves it. */
export interface GrpcCallState {
  sender: Sender
  ticket: Ticket
}

interface GuardOptions {
  calls: WeakMap<Metadata, GrpcCallState>
  receiving: Receiving
  callDeadlineMs: number
  /** What each call takes of the memory for bodies before its own is there: gRPC hands bodies over whole. */
  reservedBytes: number
}

/**
 * Stands before every call: who sends it and whether there is room is asked before its body is read, and a call that does not
 * come to its end in time is ended.
 */
export function createGuard({ calls, receiving, callDeadlineMs, reservedBytes }: GuardOptions): ServerInterceptor {
  return ({ path }, call) => {
    let timer: NodeJS.Timeout | undefined
    let ticket: Ticket | undefined
    let hasEnded = false
    const refuse = (error: unknown) => call.sendStatus(grpcStatus(error, receiving.logger))
    const admit = async (metadata: Metadata): Promise<void> => {
      const { remoteAddress } = call.getConnectionInfo()
      const admitted = await receiving.authenticate(credentialsOf(metadata, remoteAddress))
      if (hasEnded) return
      const sender = { ...admitted, client: clientName(textOf(metadata, 'user-agent')) }
      await receiving.counter.refusals(sender, signalOf(path) ?? 'traces', async () => {
        ticket = receiving.admission.enter()
        ticket.grow(reservedBytes)
        calls.set(metadata, { sender, ticket })
      })
    }
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        timer = setTimeout(
          () =>
            refuse(new PyflareError('timeout', `The call took longer than ${callDeadlineMs / 1000} s. Send it again.`)),
          callDeadlineMs,
        )
        admit(metadata).then(() => {
          if (!hasEnded) next(metadata)
        }, refuse)
      })
      // gRPC calls this at the end of every call, however it ended.
      .withOnCancel(() => {
        hasEnded = true
        clearTimeout(timer)
        ticket?.leave()
      })
      .build()
    return new ServerInterceptingCall(call, { start: (next) => next(listener) })
  }
}

function credentialsOf(metadata: Metadata, remoteAddress: string | undefined) {
  return {
    apiKey: textOf(metadata, 'x-api-key'),
    authorization: textOf(metadata, 'authorization'),
    remoteAddress,
    origin: textOf(metadata, 'origin'),
    isForwarded: isForwarded((name) => metadata.get(name).length > 0),
  }
}

function textOf(metadata: Metadata, key: string): string | undefined {
  return metadata.get(key)[0]?.toString()
}
