import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@pyflare/observe'

/** The log holds prompts and answers as they came: nobody but its owner may look into its folders and files. */
export const FOLDER_MODE = 0o700
export const FILE_MODE = 0o600
const OTHERS = 0o077

/**
 * Closes a folder of the log and all that is in it to everyone but its owner: earlier releases, and whoever copied a log here,
 * left that to the umask. Only an owner may do so; where this process is another one, a warning says what stays open.
 */
export async function keepPrivate(dir: string, logger: Logger): Promise<void> {
  let open = 0
  const restrict = async (path: string, mode: number) => {
    try {
      if (((await stat(path)).mode & OTHERS) !== 0) await chmod(path, mode)
    } catch {
      open += 1
    }
  }
  await restrict(dir, FOLDER_MODE)
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) await restrict(join(entry.parentPath, entry.name), FOLDER_MODE)
    else if (entry.isFile()) await restrict(join(entry.parentPath, entry.name), FILE_MODE)
  }
  if (open > 0)
    logger.warn(
      { dir, open },
      `Other users of this machine may read ${open} files or folders of the event log in ${dir}. Give them to the user that runs PyFlare, or run chmod -R go= on them.`,
    )
}
