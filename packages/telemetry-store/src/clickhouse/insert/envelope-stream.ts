import { Readable } from 'node:stream'

const CHUNK_BYTES = 256 * 1024

/** The bytes of one delimited message made of encoded batches: its length as a varint, then the batches joined. */
export function envelopeStream(batches: readonly Uint8Array[]): Readable {
  const length = batches.reduce((sum, batch) => sum + batch.byteLength, 0)
  return Readable.from(chunks(length, batches), { objectMode: false })
}

/** Small batches are joined, so that the socket is not fed in crumbs. */
function* chunks(length: number, batches: readonly Uint8Array[]): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [varint(length)]
  let bytes = 0
  for (const batch of batches) {
    waiting.push(batch)
    bytes += batch.byteLength
    if (bytes < CHUNK_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (waiting.length > 0) yield Buffer.concat(waiting)
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
