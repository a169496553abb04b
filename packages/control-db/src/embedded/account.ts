import { userInfo } from 'node:os'
import { PyflareError } from '@pyflare/observe'

/** The user that PostgreSQL runs as, where that is not our own. */
export interface ServerAccount {
  uid: number
  gid: number
}

/** `nobody` on every Linux distribution. */
const NOBODY: ServerAccount = { uid: 65534, gid: 65534 }

/** PostgreSQL refuses to run as root, so root hands it to `nobody`; everyone else runs it as themselves (undefined). */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) {
    assertNamed()
    return undefined
  }
  if (process.platform === 'linux') return NOBODY
  throw new PyflareError(
    'environment_unfit',
    'The embedded PostgreSQL does not run as root on this system: start PyFlare as an ordinary user, or set control_db.url to a PostgreSQL of yours.',
  )
}

/** PostgreSQL refuses a user without a name, as containers have that are started for a number. */
function assertNamed(): void {
  try {
    userInfo()
  } catch (cause) {
    throw new PyflareError(
      'environment_unfit',
      `The embedded PostgreSQL does not run as user ${process.getuid?.()}, who has no name in /etc/passwd: give it one, start PyFlare as another user, or set control_db.url to a PostgreSQL of yours.`,
      { cause },
    )
  }
}

/**
 * How PostgreSQL is told where its data is. It is always started with its data folder as working directory. As another
 * user it must reach the folder through that alone, because a parent folder may be closed to it (`/root` is): a process
 * keeps the working directory that it was born with, and Linux names it without walking through its parents.
 */
export function dataDirArgument(clusterDir: string, account: ServerAccount | undefined): string {
  return account ? '/proc/self/cwd' : clusterDir
}

/** A fixed environment: variables such as PGPORT or PGDATA of the user's shell would change what the server does. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }
