import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const progressFile = (dataDir: string) => join(dataDir, 'demo.json')

/** Up to when the demo's story was sent into this data folder; undefined where it was not, or nobody knows. */
export async function readDemoProgress(dataDir: string): Promise<Date | undefined> {
  try {
    const at = new Date((JSON.parse(await readFile(progressFile(dataDir), 'utf8')) as { toldUntil: string }).toldUntil)
    return Number.isNaN(at.getTime()) ? undefined : at
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

export async function keepDemoProgress(dataDir: string, toldUntil: Date): Promise<void> {
  const file = progressFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify({ toldUntil })}\n`)
  await rename(`${file}.new`, file)
}
