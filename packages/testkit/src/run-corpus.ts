/**
 * `npm run corpus`: how many values that real libraries sent come out right, per dialect and column.
 *
 * `npm run corpus -- openinference` asks the libraries whose folder matches. Each value that is wrong stands at the end, with what the
 * program did, what we say it did, and why.
 */
import { parseArgs } from 'node:util'
import { type CheckedField, checkCapture } from './check-capture.ts'
import { checkTotals } from './check-totals.ts'
import { listCaptures, readCapture } from './corpus.ts'
import { printColumns, printDialects } from './print-scores.ts'
import { scoreByDialect, scoreOf } from './score-corpus.ts'
import { reasonOf } from './shortfalls.ts'
import { countStandings } from './span-standing.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const captures = listCaptures(new RegExp(positionals[0] ?? '')).map(({ library, scenario }) =>
  readCapture(library, scenario),
)
const values = captures.flatMap((capture) => checkCapture(capture))
const totals = captures.flatMap(checkTotals)
const checked = [...values, ...totals]
const wrong = checked.filter(({ isRight }) => !isRight)

print(
  `${captures.length} captures. Right / asked per dialect and column, worst first. total_… is what settled traces are billed.`,
)
print(printDialects(scoreByDialect(checked)))
print(`All dialects\n${printColumns(scoreOf(checked, ({ field }) => field))}`)
if (wrong.length > 0) print(wrong.map(describe).join('\n'))
print([asked(), ...share('values of spans', values), ...share('totals of traces', totals)].join('\n'))

function asked(): string {
  const { asked, unsent, unplaced, names } = countStandings(captures.map(({ truth }) => truth))
  const left = `${asked} spans were asked; of ${unsent} calls and steps no span was sent`
  if (unplaced === 0) return `${left}.`
  return `${left}; ${unplaced} were sent but not asked, for the truth names no span of theirs:\n  ${names.join('\n  ')}`
}

function share(what: string, of: readonly CheckedField[]): string[] {
  if (of.length === 0) return []
  const right = of.filter(({ isRight }) => isRight).length
  return [`${right} of ${of.length} ${what} are right (${((100 * right) / of.length).toFixed(2)} %).`]
}

function describe({ library, scenario, field, spanId, expected, found }: CheckedField): string {
  const reason = reasonOf({ library, scenario, field }) ?? 'no reason known'
  return `${library} ${scenario} ${spanId} ${field}\n  expected ${expected}\n  found    ${found}\n  because  ${reason}`
}

function print(paragraph: string): void {
  process.stdout.write(`${paragraph}\n\n`)
}
