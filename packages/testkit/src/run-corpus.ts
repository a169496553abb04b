/**
 * `npm run corpus`: how many values that real libraries sent come out right, per library and per column.
 *
 * `npm run corpus -- openinference` asks the libraries whose folder matches. Each value that is wrong stands at the end, with what the
 * program did, what we say it did, and why.
 */
import { parseArgs } from 'node:util'
import { type CheckedField, checkCapture } from './check-capture.ts'
import { listCaptures, readCapture } from './corpus.ts'
import { printScore, scoreOf } from './score-corpus.ts'
import { reasonOf } from './shortfalls.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const captures = listCaptures(new RegExp(positionals[0] ?? ''))
const checked = captures.flatMap(({ library, scenario }) => checkCapture(readCapture(library, scenario)))
const right = checked.filter(({ isRight }) => isRight).length

print(`${captures.length} captures. Right / asked, worst first.`)
print(printScore(scoreOf(checked, ({ library }) => library)))
print(printScore(scoreOf(checked, ({ field }) => field)))
const wrong = checked.filter(({ isRight }) => !isRight)
if (wrong.length > 0) print(wrong.map(describe).join('\n'))
const share = checked.length === 0 ? 0 : (100 * right) / checked.length
print(`${right} of ${checked.length} values are right (${share.toFixed(2)} %).`)

function describe({ library, scenario, field, spanId, expected, found }: CheckedField): string {
  const reason = reasonOf({ library, scenario, field }) ?? 'no reason known'
  return `${library} ${scenario} ${spanId} ${field}\n  expected ${expected}\n  found    ${found}\n  because  ${reason}`
}

function print(paragraph: string): void {
  process.stdout.write(`${paragraph}\n\n`)
}
