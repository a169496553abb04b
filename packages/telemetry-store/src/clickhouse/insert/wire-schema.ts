import { batchSchema, type Signal } from '@pyflare/proto'

export interface WireSchema {
  /** The .proto text as ClickHouse wants it. */
  text: string
  /** The record's message, without the one around it. */
  message: string
}

/**
 * ClickHouse's `ProtobufList` reads one delimited message called `Envelope` with one repeated field. Joined encodings of
 * a repeated field are one list, so batches of the log go into it as they are, once the batch bears that name.
 */
export function wireSchema(signal: Signal): WireSchema {
  const source = batchSchema(signal)
  const batch = /^message (\w+Batch) \{\s*message (\w+) \{/m.exec(source)
  if (batch === null) throw new Error(`The schema of ${signal} does not begin with a batch of one nested record.`)
  const [, name = '', message = ''] = batch
  const text = source
    .replace(`message ${name} {`, 'message Envelope {')
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
  return { text, message }
}
