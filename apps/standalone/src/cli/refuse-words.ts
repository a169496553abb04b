import { suggestion } from '@pyflare/config'
import { PyflareError } from '@pyflare/observe'
import type { Command } from 'commander'

/** Throws `invalid_argument` where a command that takes flags alone was given words. A word in its stead was meant as a command. */
export function refuseWords(command: Command): void {
  const [word] = command.args
  if (word === undefined) return
  const program = command.parent
  if (program === null || program.args[0] === command.name())
    throw new PyflareError('invalid_argument', `\`pyflare ${command.name()}\` takes flags alone, not \`${word}\`.`)
  const names = program.commands.map((known) => known.name())
  const meant = suggestion(word, names)
  const hint = meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean \`pyflare ${meant}\`?`
  throw new PyflareError('invalid_argument', `There is no command \`${word}\`. ${hint} See pyflare --help.`)
}
