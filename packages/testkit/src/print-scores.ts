import { type DialectScore, fallsShort, type Score } from './score-corpus.ts'

const LINE = 120
const INDENT = '  '

/**
 * One block a dialect, for a person: its total, each column that falls short as `right / asked`, and the columns that are right
 * in every value, each with how many values were asked for.
 */
export function printDialects(dialects: readonly DialectScore[]): string {
  return dialects.map(printDialect).join('\n\n')
}

/** The columns of all dialects together, in the same form as those of one. */
export function printColumns(columns: readonly Score[]): string {
  const short = columns.filter(fallsShort)
  const whole = columns.filter((column) => !fallsShort(column)).map(({ name, asked }) => `${name} ${asked}`)
  const width = Math.max(0, ...short.map(({ name }) => name.length))
  return [
    ...short.map(({ name, right, asked }) => `${INDENT}${name.padEnd(width)}  ${right} / ${asked}`),
    ...(whole.length === 0 ? [] : wrapped([`all right:`, ...whole])),
  ].join('\n')
}

function printDialect({ name, right, asked, columns }: DialectScore): string {
  return `${name}  ${right} / ${asked}\n${printColumns(columns)}`
}

/** Words joined by commas, in lines that fit a terminal. The first is a title. */
function wrapped([title = '', ...words]: readonly string[]): string[] {
  const lines = [INDENT + title]
  for (const [at, word] of words.entries()) {
    const piece = ` ${word}${at === words.length - 1 ? '' : ','}`
    const line = lines.at(-1) ?? ''
    if (line.length + piece.length <= LINE) lines[lines.length - 1] = line + piece
    else lines.push(INDENT + INDENT.slice(1) + piece)
  }
  return lines
}
