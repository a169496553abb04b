import { configurationDocs, printConfig } from '@pyflare/config'
import type { Command } from 'commander'
import { type CommonFlags, inspectFlags, withCommonOptions, withListenOptions } from './config-options.ts'

/** `pyflare config check|print|docs`. */
export function configCommand(program: Command): void {
  const command = program.command('config').description('explain, print or document the configuration')
  withListenOptions(
    withCommonOptions(command.command('check').description('say whether the configuration is valid')),
  ).action((flags: CommonFlags) => {
    for (const warning of inspectFlags(flags).warnings) console.warn(warning)
    console.log('The configuration is valid.')
  })
  withListenOptions(
    withCommonOptions(command.command('print').description('print what was decided, secrets redacted')),
  ).action((flags: CommonFlags) => console.log(printConfig(inspectFlags(flags)).trimEnd()))
  command
    .command('docs')
    .description('print docs/configuration.md')
    .action(() => console.log(configurationDocs().trimEnd()))
}
