import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('runs alone until it is asked to end', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-jobs-main-'))
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=development', main], {
    env: { PYFLARE_DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = once(child, 'exit')
  try {
    await expect.poll(() => said, { timeout: 50_000 }).toContain('The jobs are running.')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(said).not.toMatch(/"level":(50|60)/)
  } finally {
    child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
})
