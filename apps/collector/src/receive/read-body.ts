import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import { PyflareError } from '@pyflare/observe'

/**
 * A request's body, decompressed, of at most `limitBytes` before and after decompression: a bomb is stopped when it passes the
 * limit, not when it has unfolded. Rejects with `payload_too_large`, `unsupported_media_type` or `invalid_argument`.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limitBytes) throw tooLarge(limitBytes)
  const raw = await collect(request, limitBytes)
  const coding = String(request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (coding === 'identity' || coding === '') return raw
  const decoder = coding === 'gzip' ? createGunzip() : coding === 'deflate' ? createInflate() : undefined
  if (decoder === undefined) {
    throw new PyflareError(
      'unsupported_media_type',
      `Content-Encoding ${coding} is not supported. Send gzip, deflate or identity.`,
    )
  }
  decoder.end(raw)
  try {
    return await collect(decoder, limitBytes)
  } catch (error) {
    if (error instanceof PyflareError) throw error
    throw new PyflareError('invalid_argument', `The body is not ${coding}, though Content-Encoding says so.`, {
      cause: error,
    })
  } finally {
    decoder.destroy()
  }
}

async function collect(stream: Readable, limitBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes)
}

function tooLarge(limitBytes: number): PyflareError {
  return new PyflareError(
    'payload_too_large',
    `A request may have ${limitBytes / 1_048_576} MiB, decompressed. Send smaller batches.`,
  )
}
