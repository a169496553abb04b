import type { Access, KeyScope, Project } from '@pyflare/access'
import { PyflareError } from '@pyflare/observe'
import type { Command } from 'commander'
import { type CommonFlags, withCommonOptions } from './config-options.ts'
import { withRuntime } from './with-runtime.ts'

interface KeyFlags extends CommonFlags {
  project?: string
}

interface CreateFlags extends KeyFlags {
  name: string
  scopes: string
}

/** `pyflare keys create|list|revoke`. */
export function keysCommand(program: Command): void {
  const command = program.command('keys').description('make, list and revoke project keys')
  const option = (sub: Command) => withCommonOptions(sub).option('--project <id>', 'which project (default: the first)')

  option(command.command('create').description('make a key and print it, once'))
    .option('--name <name>', 'what it is for', 'made on the command line')
    .option('--scopes <scopes>', 'ingest, read or both', 'ingest,read')
    .action((flags: CreateFlags) =>
      withProject(flags, async (access, { projectId }) => {
        const { secret } = await access.keys.create({ projectId, name: flags.name, scopes: scopesOf(flags.scopes) })
        console.log(secret)
      }),
    )

  option(command.command('list').description('list keys; their secrets are not kept')).action((flags: KeyFlags) =>
    withProject(flags, async (access, { projectId }) => {
      for (const key of await access.keys.list(projectId)) {
        const used = key.lastUsedAt?.toISOString() ?? 'never used'
        console.log([key.keyId, `${key.prefix}…`, key.scopes.join(','), used, key.name].join('\t'))
      }
    }),
  )

  option(command.command('revoke <key-id>').description('take a key back, within seconds')).action(
    (keyId: string, flags: KeyFlags) =>
      withProject(flags, async (access, { projectId }) => {
        await access.keys.revoke(projectId, keyId)
        console.log(`Revoked ${keyId}.`)
      }),
  )
}

function withProject(flags: KeyFlags, work: (access: Access, project: Project) => Promise<void>): Promise<void> {
  return withRuntime(flags, ['access'], async ({ access }) => {
    const project =
      flags.project === undefined ? (await access.projects.all())[0] : await access.projects.get(flags.project)
    if (project !== undefined) return work(access, project)
    throw new PyflareError(
      'not_found',
      flags.project === undefined
        ? 'There is no project yet: `pyflare up` makes the first.'
        : `There is no project ${flags.project}.`,
    )
  })
}

function scopesOf(text: string): KeyScope[] {
  return text.split(',').map((scope) => {
    if (scope === 'ingest' || scope === 'read') return scope
    throw new PyflareError('invalid_argument', `--scopes may name ingest and read, not ${scope}.`)
  })
}
