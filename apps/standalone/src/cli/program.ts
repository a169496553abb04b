import { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { configCommand } from './config.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { keysCommand } from './keys.ts'
import { migrateCommand } from './migrate.ts'
import { upCommand } from './up.ts'

/** The `pyflare` command. */
export function createProgram(): Command {
  const program = new Command('pyflare')
    .description('OpenTelemetry-native observability for AI and ML systems.')
    .version(manifest.version, '-v, --version', 'print the version')
  for (const add of [upCommand, doctorCommand, migrateCommand, keysCommand, configCommand, demoCommand]) add(program)
  return program
}
