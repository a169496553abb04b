import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import type { Origin } from '../publish/publish.ts'
import { fieldWriters } from '../publish/record-encoder.ts'
import { WireWriter } from '../publish/wire-writer.ts'

/** What the records of one request have in common, written once. */
export interface WrittenOrigin {
  receivedAtMs: number
  projectId: Uint8Array
  receivedAt: Uint8Array
}

const FIELDS = new Map(fieldWriters(TraceBatch_TraceRecordSchema).map((field) => [field.name, field]))

export function writtenOrigin({ projectId, receivedAtMs }: Pick<Origin, 'projectId' | 'receivedAtMs'>): WrittenOrigin {
  const written = (name: string, value: unknown) => {
    const writer = new WireWriter()
    FIELDS.get(name)?.write(writer, value)
    return writer.finish()
  }
  return {
    receivedAtMs,
    projectId: written('projectId', projectId),
    receivedAt: written('receivedAtMs', BigInt(receivedAtMs)),
  }
}
