import type { Command } from 'commander'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { type CommonFlags, inspectFlags, loggerOf, withCommonOptions, withListenOptions } from './config-options.ts'

const MARKS = { ok: 'ok  ', warn: 'note', fail: 'FAIL' }

/** `pyflare doctor`: says what is wrong on this machine and how to mend it. */
export function doctorCommand(program: Command): void {
  withListenOptions(
    withCommonOptions(program.command('doctor').description('look for what keeps PyFlare from running')),
  ).action(async (flags: CommonFlags) => {
    const { config, warnings } = inspectFlags(flags)
    tell('Configuration', { verdict: 'ok', message: 'valid' })
    for (const warning of warnings) tell('Environment', { verdict: 'warn', message: warning })
    const healthy = await examine(config, loggerOf(config, 'silent'), tell)
    console.log(healthy ? '\nPyFlare can run here.' : '\nMend what failed, then run `pyflare doctor` again.')
    if (!healthy) process.exitCode = 1
  })
}

function tell(name: string, { verdict, message, mend }: Finding): void {
  console.log(`${MARKS[verdict]}  ${name.padEnd(14)} ${message}`)
  if (mend !== undefined) console.log(`      ${''.padEnd(14)} ${mend}`)
}
