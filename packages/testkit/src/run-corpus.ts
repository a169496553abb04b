/**
 * `npm run corpus`: how many values that real libraries sent come out right, per library and per column.
 *
 * `npm run corpus -- openinference` asks the libraries whose folder matches; `-- openinference --wrong` also prints each value that is
 * wrong, with what the program did and what we say it did.
 */
import { parseArgs } from 'node:util'
import { type CheckedField, checkCapture } from './check-capture.ts'
import { listCaptures, readCapture } from './corpus.ts'
import { printScore, scoreOf } from './score-corpus.ts'
import { reasonOf } from './shortfalls.ts'

const { values, positionals } = parseArgs({ options: { wrong: { type: 'boolean' } }, allowPositionals: true })
const captures = listCaptures(new RegExp(positionals[0] ?? ''))
const checked = captures.flatMap(({ library, scenario }) => checkCapture(readCapture(library, scenario)))
const right = checked.filter(({ isRight }) => isRight).length

print(`${captures.length} captures. Right / asked, worst first.`)
print(printScore(scoreOf(checked, ({ library }) => library)))
print(printScore(scoreOf(checked, ({ field }) => field)))
if (values.wrong === true)
  print(
    checked
      .filter(({ isRight }) => !isRight)
      .map(describe)
      .join('\n'),
  )
const share = checked.length === 0 ? 0 : (100 * right) / checked.length
print(`${right} of ${checked.length} values are right (${share.toFixed(2)} %).`)

function describe({ library, scenario, field, spanId, expected, found }: CheckedField): string {
  const reason = reasonOf({ library, scenario, field }) ?? 'no reason known'
  return `${library} ${scenario} ${spanId} ${field}\n  expected ${expected}\n  found    ${found}\n  because  ${reason}`
}

function print(paragraph: string): void {
  process.stdout.write(`${paragraph}\n\n`)
}
