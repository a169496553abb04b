import type { Logger, Service } from '@pyflare/observe'
import type { RequestCounter } from '../intake/count-requests.ts'
import type { Admission } from './admission.ts'
import type { Authenticate } from './authenticate.ts'
import type { Receive } from './receive-request.ts'

/** What both protocols stand on. */
export interface Receiving {
  authenticate: Authenticate
  admission: Admission
  receive: Receive
  counter: Pick<RequestCounter, 'refusals'>
  logger: Logger
}

export interface Receiver extends Service {
  /** Where it listens; '' before it has started. */
  readonly address: string
}
