import type { Command } from 'commander'
import { type CommonFlags, withCommonOptions } from './config-options.ts'
import { withRuntime } from './with-runtime.ts'

/** `pyflare migrate`: brings stores to the newest version, before an upgrade's processes start. Every start does it too. */
export function migrateCommand(program: Command): void {
  withCommonOptions(program.command('migrate').description('bring the stores to the newest version')).action(
    async (flags: CommonFlags) => {
      await withRuntime(flags, ['telemetry', 'access'], async () => undefined)
      console.log('Both stores have the newest version.')
    },
  )
}
