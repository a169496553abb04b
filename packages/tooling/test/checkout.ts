import { cp, mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
const { fingerprint } = await import(new URL('../bin/prepare.mjs', import.meta.url).href)

/**
 * Makes a checkout with the scripts and commands of this one, that needs no packages and is built: `main` is what it runs. Tests
 * of how commands are started need no platform behind them.
 */
export async function makeCheckout(main: string): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pyflare-checkout-')))
  for (const path of ['package.json', 'packages/tooling/bin', 'packages/tooling/tsdown.config.ts'])
    await cp(join(REPOSITORY, path), join(root, path), { recursive: true })
  const files = {
    'package-lock.json': '{"packages":{}}',
    'node_modules/.package-lock.json': '{"packages":{}}',
    'apps/standalone/dist/main.js': main,
  }
  for (const [path, text] of Object.entries(files)) await write(root, path, text)
  await write(root, '.cache/built', fingerprint(root))
  return root
}

/** Makes a package missing that the lock names: the next command has to install. */
export async function needsInstallation(root: string): Promise<void> {
  await write(root, 'package-lock.json', '{"packages":{"node_modules/left-pad":{"version":"1.3.0"}}}')
}

export async function write(root: string, path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), text, { mode })
}
