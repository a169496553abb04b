import { type FileHandle, mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { OpenFiles } from './open-files.ts'
import { FOLDER_MODE } from './private-files.ts'

/** A new name in a folder survives a power loss only once the folder itself is synced. */
export async function syncDirectory(dir: string, files: OpenFiles): Promise<void> {
  const handle = await files.open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Creates a folder and those above it that are missing, each durable in the one above. */
export async function createDirectory(dir: string, files: OpenFiles): Promise<void> {
  const first = await mkdir(dir, { recursive: true, mode: FOLDER_MODE })
  if (first === undefined) return
  for (let created = dir; created.length >= first.length; created = dirname(created)) {
    await syncDirectory(dirname(created), files)
  }
}

/** Writes a file whole or not at all: readers and restarts see the old content or the new one, never a mixture. */
export async function replaceFile(path: string, content: string, files: OpenFiles): Promise<void> {
  const temporary = `${path}.new`
  const handle = await files.open(temporary, 'w')
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
  await syncDirectory(dirname(path), files)
}

/** Writes all buffers at `position`. A write that comes back short is continued, so that its error shows. */
export async function writeAll(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void> {
  let rest = [...buffers]
  let at = position
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, at)
    at += bytesWritten
    rest = dropBytes(rest, bytesWritten)
  }
}

function dropBytes(buffers: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let left = bytes
  let first = 0
  for (const buffer of buffers) {
    if (buffer.byteLength > left) break
    left -= buffer.byteLength
    first++
  }
  const rest = buffers.slice(first)
  if (rest[0] && left > 0) rest[0] = rest[0].subarray(left)
  return rest
}

/** Reads `bytes` from `position`, fewer only where the file ends. Never from Node's pool: values are views of the result. */
export async function readRange(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(bytes)
  let filled = 0
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
