import { existsSync } from 'node:fs'
import { runStep } from './run-step.mjs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that tests drive: the one that PYFLARE_CHROMIUM names, or one that is installed; undefined when there is none. */
export function findChromium() {
  const named = process.env.PYFLARE_CHROMIUM
  return named || PLACES.find((place) => existsSync(place))
}

/**
 * Installs Debian's Chromium where this process may. Returns how to mend it when it may not.
 *
 * @returns {Promise<string | undefined>} A sentence for the user; undefined when the browser is there.
 */
export async function ensureChromium() {
  if (findChromium() !== undefined) return undefined
  const mend = 'Install Chromium, or name one: PYFLARE_CHROMIUM=/path/to/chromium npm test'
  if (process.getuid?.() !== 0) return `The browser tests need Chromium, and only root may install it. ${mend}`
  if (!existsSync('/usr/bin/apt-get')) return `The browser tests need Chromium, and this system has no apt-get. ${mend}`
  console.log('> Installing Debian’s Chromium (apt-get install chromium)')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']
  let { code } = await runStep('apt-get', install, { quiet: true, env })
  if (code !== 0) {
    await runStep('apt-get', ['update'], { quiet: true, env })
    code = (await runStep('apt-get', install, { quiet: true, env })).code
  }
  return findChromium() === undefined ? `apt-get could not install Chromium (exit ${code}). ${mend}` : undefined
}
