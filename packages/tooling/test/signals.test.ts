import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { makeCheckout, needsInstallation, write } from './checkout.ts'

/** Says that it runs, again and again, until it is asked to end; then it takes its time, and says so. */
const MAIN = `
import { appendFileSync } from 'node:fs'
const say = (text) => appendFileSync('said', text + '\\n')
setInterval(() => say('runs'), 100)
process.on('SIGTERM', () => setTimeout(() => { say('ended'); process.exit(0) }, 300))
say('process ' + process.pid)
`
const NPM = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim()

async function newCheckout() {
  const root = await makeCheckout(MAIN)
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  return root
}

const said = (root: string) => readFile(join(root, 'said'), 'utf8').catch(() => '')
const pidIn = (text: string) => Number(/^process (\d+)$/m.exec(text)?.[1])

/** Resolves with the id of the process that says it runs. */
async function running(root: string): Promise<number> {
  const pid = await vi.waitFor(
    async () => {
      const pid = pidIn(await said(root))
      expect(pid).toBeGreaterThan(0)
      return pid
    },
    { timeout: 30_000 },
  )
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  })
  return pid
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function start(root: string, command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { cwd: root, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const npmRunUp = (root: string) => start(root, NPM, ['run', 'up', '--', '--json'])

test('SIGTERM to npm reaches what it runs, and npm ends with its exit code', async () => {
  const root = await newCheckout()
  const npm = npmRunUp(root)
  await running(root)
  npm.kill('SIGTERM')
  expect(await once(npm, 'exit')).toEqual([0, null])
  expect(await said(root)).toMatch(/ended\n$/)
})

test('what npm ran ends too when npm is killed', async () => {
  const root = await newCheckout()
  const npm = npmRunUp(root)
  const pid = await running(root)
  npm.kill('SIGKILL')
  await vi.waitFor(async () => expect(await said(root)).toMatch(/ended\n$/), { timeout: 30_000 })
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
})

test.each([
  ['npm in the background of a shell that ends', `'${NPM}' run up &`],
  ['npm behind nohup and setsid', `nohup setsid '${NPM}' run up > /dev/null 2>&1 &`],
  ['the command without npm', 'node packages/tooling/bin/enter.cjs up &'],
])('%s goes on when the shell ends', async (_name, command) => {
  const root = await newCheckout()
  const shell = start(root, 'sh', ['-c', `${command} until [ -s said ]; do sleep 0.1; done; kill -KILL $$`])
  const pid = await running(root)
  await vi.waitFor(() => expect(shell.signalCode).toBe('SIGKILL'), { timeout: 10_000 })
  const soFar = (await said(root)).length
  // It looks after its parent every half second, and says that it runs every tenth of one.
  await vi.waitFor(async () => expect((await said(root)).length - soFar).toBeGreaterThan(20 * 'runs\n'.length), {
    timeout: 30_000,
  })
  expect(await said(root)).not.toContain('ended')
  process.kill(pid, 'SIGTERM')
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
})

test('SIGTERM while packages are installed ends the installation, and npm ends by it', async () => {
  const root = await newCheckout()
  await needsInstallation(root)
  await write(root, 'bin/npm', '#!/bin/sh\necho process $$ > said\nexec sleep 600\n', 0o755)
  const npm = start(root, 'sh', ['-c', `PATH='${root}/bin':"$PATH" exec '${NPM}' run up`])
  const installing = await running(root)
  npm.kill('SIGTERM')
  expect(await once(npm, 'exit')).toEqual([null, 'SIGTERM'])
  await vi.waitFor(() => expect(isAlive(installing)).toBe(false), { timeout: 10_000 })
})
