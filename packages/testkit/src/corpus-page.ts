import type { CheckedField } from './check-capture.ts'
import { type DialectScore, fallsShort, type Score, scoreByDialect, scoreOf } from './score-corpus.ts'
import { reasonOf } from './shortfalls.ts'
import { SILENCES, type ToldWrongly } from './told-wrongly.ts'

const HEAD = `# Semantic conventions, measured on a corpus

<!-- Made by packages/testkit from its corpus. \`npm run corpus\` prints it by dialect and column, with each value that is wrong; \`npx vitest run packages/testkit -u\` writes it. -->

[The tables](semantic-conventions.md) are run over captures of real libraries: small programs, driven against a stand-in for the
model APIs that wrote down what was really asked, answered and billed. A value counts where the library sent enough to know it:
names, models, tokens, messages, tools, documents, vectors, errors, users. It is right where the column says what happened.
[The corpus](../packages/testkit/corpus/README.md) tells how its truth was made. These captures were at hand when the tables were
written: other libraries may fare worse.

[Settled](../packages/testkit/src/settle-capture.test.ts) trace by trace, the same captures are billed for the calls and tokens that
their libraries told, each once, though two libraries tell of it in two traces.
`

/** docs/semantic-conventions-corpus.md. */
export function corpusPage(checked: readonly CheckedField[], told: readonly ToldWrongly[]): string {
  const wrong = checked.filter(({ isRight }) => !isRight)
  const captures = new Set(checked.map(({ library, scenario }) => `${library} ${scenario}`)).size
  const right = checked.length - wrong.length
  const share = ((100 * right) / checked.length).toFixed(1)
  return `${HEAD}
**Of ${checked.length} values in ${captures} captures, ${right} are right: ${share} %.**

## By dialect

${dialectTable(scoreByDialect(checked))}

## By library

${scoreTable('Library', checked, ({ library }) => library)}

## By column

${scoreTable('Value', checked, ({ field }) => field)}

## What is not right

What a library did not send, or where the truth itself may be argued about:

${wrongTable(wrong)}

Of these spans the library itself counted wrong, so they are not asked for above. Where such counts can be told by their client they read
\`usage_estimated\` or \`usage_incomplete\` ([which](semantic-conventions.md#repairs-of-token-counts)); nothing in these spans tells:

${toldTable(told)}
`
}

function scoreTable(title: string, checked: readonly CheckedField[], nameOf: (check: CheckedField) => string): string {
  const row = ({ name, right, asked }: Score): string => `| ${name} | ${right} | ${asked} |`
  const byName = scoreOf(checked, nameOf).sort((left, right) => left.name.localeCompare(right.name, 'en'))
  return [`| ${title} | Right | Asked |`, '|---|---:|---:|', ...byName.map(row)].join('\n')
}

function dialectTable(dialects: readonly DialectScore[]): string {
  const short = (columns: readonly Score[]): string =>
    columns
      .filter(fallsShort)
      .map(({ name, right, asked }) => `${name} ${right} / ${asked}`)
      .join(', ')
  const rows = [...dialects]
    .sort((left, right) => left.name.localeCompare(right.name, 'en'))
    .map(({ name, right, asked, columns }) => `| ${name} | ${right} | ${asked} | ${short(columns)} |`)
  return ['| Dialect | Right | Asked | Values that fall short |', '|---|---:|---:|---|', ...rows].join('\n')
}

function wrongTable(wrong: readonly CheckedField[]): string {
  const byReason = new Map<string, { name: string; fields: Set<string>; reason: string }>()
  for (const { library, scenario, field } of wrong) {
    const name = `${library} | ${scenario}`
    const reason = reasonOf({ library, scenario, field }) ?? ''
    const row = byReason.get(name + reason) ?? { name, fields: new Set<string>(), reason }
    row.fields.add(field)
    byReason.set(name + reason, row)
  }
  const rows = [...byReason.values()].map(
    ({ name, fields, reason }) => `| ${name} | ${[...fields].join(', ')} | ${reason} |`,
  )
  return ['| Library | Program | Values | Why |', '|---|---|---|---|', ...rows].join('\n')
}

function toldTable(told: readonly ToldWrongly[]): string {
  const rows = told.map(({ library, scenario, told: counts }) => {
    const silence = SILENCES.find((each) => each.library === library && each.scenario === scenario)
    return `| ${library} | ${scenario} | ${counts} | ${silence?.reason ?? ''} |`
  })
  return ['| Library | Program | Tells | Why |', '|---|---|---|---|', ...rows].join('\n')
}
