import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runStep } from './run-step.mjs'

const PACKAGES = [
  'opentelemetry-sdk>=1.38,<2',
  'opentelemetry-exporter-otlp-proto-http>=1.38,<2',
  'opentelemetry-exporter-otlp-proto-grpc>=1.38,<2',
]

/**
 * Makes .cache/python, where the real OpenTelemetry SDK for Python lives, for the tests that send with it.
 *
 * @returns {Promise<string | undefined>} Why it could not be made; undefined when it is there.
 */
export async function ensurePython(root) {
  const dir = join(root, '.cache', 'python')
  const stamp = join(dir, 'pyflare-packages')
  const wanted = PACKAGES.join('\n')
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return undefined
  const python = await findPython()
  if (python === undefined) return 'There is no python3 of version 3.9 or newer: its OpenTelemetry SDK is not tested.'
  console.log('> Installing the OpenTelemetry SDK for Python into .cache/python')
  await rm(dir, { recursive: true, force: true })
  await mkdir(join(root, '.cache'), { recursive: true })
  const made = await runStep(python, ['-m', 'venv', dir], { quiet: true })
  if (made.code !== 0) return 'python3 can make no virtual environment (Debian: apt-get install python3-venv).'
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]
  const installed = await runStep(join(dir, 'bin', 'python'), pip, { quiet: true })
  if (installed.code !== 0) return 'pip could not install the OpenTelemetry SDK; the lines above say why.'
  await writeFile(stamp, wanted)
  return undefined
}

async function findPython() {
  for (const name of ['python3', 'python']) {
    const check = ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']
    const found = await runStep(name, check, { quiet: true }).catch(() => ({ code: 1 }))
    if (found.code === 0) return name
  }
  return undefined
}
