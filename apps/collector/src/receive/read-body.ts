import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { PyflareError } from '@pyflare/observe'

export interface BodyLimits {
  /** Of the body before and after decompression. */
  limitBytes: number
  /** Counts bytes as they come; what it throws ends the reading. */
  count: (bytes: number) => void
}

/**
 * A request's body, decompressed, of at most `limitBytes` before and after decompression: a bomb is stopped when it passes the
 * limit, not when it has unfolded. Rejects with `payload_too_large`, `invalid_argument`, or what `count` throws; the request
 * stays readable, so that it can be answered.
 */
export async function readBody(
  request: IncomingMessage,
  coding: ContentCoding,
  limits: BodyLimits,
): Promise<Uint8Array> {
  const raw = await collect(request, limits)
  const decoder = coding.createDecoder?.()
  if (decoder === undefined) return raw
  try {
    const decoded = collect(decoder, limits)
    decoder.end(raw)
    return await decoded
  } catch (error) {
    if (error instanceof PyflareError) throw error
    throw new PyflareError('invalid_argument', `The body is not ${coding.name}, though Content-Encoding says so.`, {
      cause: error,
    })
  } finally {
    decoder.destroy()
  }
}

export interface ContentCoding {
  name: string
  /** Absent for a body that is sent as it is. */
  createDecoder: (() => Transform) | undefined
}

/** Node has zstd from 22.15 on; the types we build with do not know it yet. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform }

const CODINGS: readonly ContentCoding[] = [
  { name: 'identity', createDecoder: undefined },
  { name: 'gzip', createDecoder: zlib.createGunzip },
  { name: 'deflate', createDecoder: zlib.createInflate },
  ...(createZstdDecompress === undefined ? [] : [{ name: 'zstd', createDecoder: createZstdDecompress }]),
]

/** What a Content-Encoding means. Throws `unsupported_media_type`. */
export function contentCoding(header: string | undefined): ContentCoding {
  const name = (header ?? '').trim().toLowerCase() || 'identity'
  const coding = CODINGS.find((each) => each.name === name)
  if (coding !== undefined) return coding
  const known = CODINGS.map((each) => each.name).join(', ')
  throw new PyflareError(
    'unsupported_media_type',
    `Content-Encoding ${name.slice(0, 40)} is not supported. Send one of ${known}.`,
  )
}

function collect(stream: IncomingMessage | Transform, { limitBytes, count }: BodyLimits): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const fail = (error: unknown) => {
      stream.off('data', take).off('end', finish)
      reject(error)
    }
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      try {
        if (bytes > limitBytes) throw tooLarge(limitBytes)
        count(chunk.length)
      } catch (error) {
        chunks.length = 0
        fail(error)
        return
      }
      chunks.push(chunk)
    }
    const finish = () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes))
    stream.on('data', take).once('end', finish).once('error', fail)
    stream.once('close', () => fail(new PyflareError('invalid_argument', 'The request ended before its body did.')))
  })
}

export function tooLarge(limitBytes: number): PyflareError {
  return new PyflareError(
    'payload_too_large',
    `A request may have ${limitBytes / 1_048_576} MiB, decompressed. Send smaller batches.`,
  )
}
