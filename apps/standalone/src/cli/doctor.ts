import { PyflareError } from '@pyflare/observe'
import { loggerOf } from '@pyflare/runtime'
import type { Command } from 'commander'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { type CommonFlags, inspectFlags, withCommonOptions, withListenOptions } from './config-options.ts'

const MARKS = { ok: 'ok  ', warn: 'note', fail: 'FAIL', skip: '-   ' }
const AGAIN = '\nMend what failed, then look again.'

/** `pyflare doctor`: says what is wrong on this machine and how to mend it. */
export function doctorCommand(program: Command): void {
  withListenOptions(
    withCommonOptions(program.command('doctor').description('look for what keeps PyFlare from running')),
  ).action(async (flags: CommonFlags) => {
    const inspected = inspectOrTell(flags)
    if (inspected === undefined) return
    const { config, warnings } = inspected
    tell('Configuration', { verdict: 'ok', message: 'valid' })
    for (const warning of warnings) tell('Configuration', { verdict: 'warn', message: warning })
    const healthy = await examine(config, loggerOf(config, 'silent'), tell)
    console.log(healthy ? '\nPyFlare can run here.' : AGAIN)
    // A look that hung may hang still: nothing waits for it.
    process.exit(healthy ? 0 : 1)
  })
}

/** undefined, and an exit code, where the configuration is not valid: nothing else can be looked at then. */
function inspectOrTell(flags: CommonFlags) {
  try {
    return inspectFlags(flags)
  } catch (error) {
    if (!(error instanceof PyflareError)) throw error
    tell('Configuration', { verdict: 'fail', message: error.message })
    tell('The rest', { verdict: 'skip', message: 'not looked at: it needs a valid configuration' })
    console.log(AGAIN)
    process.exitCode = 1
    return undefined
  }
}

function tell(name: string, { verdict, message, mend }: Finding): void {
  const indented = message.replaceAll('\n', `\n${' '.repeat(21)}`)
  console.log(`${MARKS[verdict]}  ${name.padEnd(14)} ${indented}`)
  if (mend !== undefined) console.log(`      ${''.padEnd(14)} ${mend}`)
}
