import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ACCOUNT = fileURLToPath(new URL('./account.ts', import.meta.url))
/** Nobody has it: the kernel takes any number, and /etc/passwd names few. */
const NAMELESS = 3_999_999_999

it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('a user without a name is told as such', () => {
  const program = `import { serverAccount } from ${JSON.stringify(ACCOUNT)}
    process.setuid(${NAMELESS})
    try { serverAccount() } catch (error) { console.log(error.code, error.message) }`
  const args = ['--conditions=development', '--import', 'tsx', '--input-type=module', '-e', program]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stdout).toMatch(new RegExp(`^environment_unfit .* user ${NAMELESS}, who has no name .* control_db.url`))
})
