import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'

/** What `pyflare up --json` prints. */
export interface Platform {
  url: string
  otlp_http: string
  otlp_grpc: string
  project_id: string | null
  project_key: string | null
  email: string | null
  password: string | null
}

const MAIN = fileURLToPath(new URL('../../standalone/dist/main.js', import.meta.url))
const ANY_PORT = ['--port', '0', '--otlp-grpc-port', '0', '--otlp-http-port', '0']

/** The built platform with data of its own. `fresh`: nobody has an account yet. `owned`: as `npm run up` leaves it. */
export const test = base.extend<object, { fresh: Platform; owned: Platform }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of other fixtures from the pattern.
  fresh: [({}, use) => withPlatform({ PYFLARE_AUTH_BOOTSTRAP_OWNER: 'false' }, use), { scope: 'worker' }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of other fixtures from the pattern.
  owned: [({}, use) => withPlatform({}, use), { scope: 'worker' }],
})

/** Signs in as the owner. */
export async function signIn(page: Page, { url, email, password }: Platform): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('E-mail').fill(email ?? '')
  await page.getByLabel('Password', { exact: true }).fill(password ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

/** Sends OTLP with the project's key. */
export async function send({ otlp_http, project_key }: Platform, signal: string, body: object): Promise<void> {
  const answer = await fetch(`${otlp_http}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': project_key ?? '' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${signal} were not taken: ${answer.status} ${await answer.text()}`)
}

async function withPlatform(env: Record<string, string>, use: (platform: Platform) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'pyflare-e2e-'))
  const child = spawn(process.execPath, [MAIN, 'up', '--json', '--data-dir', dir, ...ANY_PORT], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await use(await announcementOf(child))
  } finally {
    child.kill('SIGINT')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await rm(dir, { recursive: true, force: true })
  }
}

async function announcementOf(child: ChildProcess): Promise<Platform> {
  if (child.stdout === null) throw new Error('The platform has no standard output.')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Platform
  throw new Error('The platform ended before it answered.')
}
