import { PyflareError } from '@pyflare/observe'

const NAME = /^[A-Za-z0-9._-]{1,200}$/

/** Topics and groups become names of folders and files: what Kafka allows in a topic's name is allowed here. */
export function checkName(kind: 'topic' | 'group', name: string): void {
  if (NAME.test(name) && !/^\.+$/.test(name)) return
  const shown = JSON.stringify(name.slice(0, 60))
  throw new PyflareError('invalid_argument', `The ${kind} name ${shown} may only hold 1 to 200 of A-Z a-z 0-9 . _ -`)
}
