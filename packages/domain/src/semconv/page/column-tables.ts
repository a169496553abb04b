import type { OperationKind } from '../../telemetry/span-columns.ts'
import type { Candidate, Condition } from '../column-rule.ts'
import { snakeCase } from '../pick.ts'
import { parseSource } from '../source.ts'
import { ALL_KINDS } from '../tables/kind-rules.ts'
import type { Transform } from '../transforms.ts'
import { DERIVED_COLUMNS } from './derived-columns.ts'
import { SECTIONS, type ShownColumn } from './sections.ts'
import { whoseWords } from './whose-words.ts'

/** What each way of understanding a value means. */
export const TRANSFORM_MEANINGS: Readonly<Record<Transform, string>> = {
  text: 'text; JSON quotes around it are taken off, structures are printed',
  count: 'a whole number from 0 to 2³²-1, also as text',
  number: 'any finite number, also as text',
  content: 'text untouched, structures as JSON',
  integer: 'a 64-bit whole number',
  flag: '`true`, `false`, 1 or 0',
  list: 'a list of texts',
  tags: 'a list of texts, or one text with commas',
  json: 'a structure, printed as JSON',
  dollars: 'US dollars, kept in nano-dollars',
  seconds: 'seconds, kept in nanoseconds',
  milliseconds: 'milliseconds, kept in nanoseconds',
  instant: "an instant in RFC 3339, kept as nanoseconds since the span's start",
  length: 'the length of a list',
  texts: "the texts in OpenInference's list of embeddings or messages",
  first: 'the first of a list',
  host: 'a host; of a URL its host',
  className: "text; Python's `<class '…'>` is the name in it",
  errorName: 'the same; a number is a code, not a class of errors',
  stackHead: 'the class of an error that heads a stack trace',
  namedModel: 'the model in a name like `chat gpt-4o`',
  query: 'text, or the one text among the arguments of a search',
  format: 'the kind of output that a response format asks for',
  conversation: 'text; an id of a previous response (`resp_…`) is none',
}

export function columnSections(): string[] {
  return SECTIONS.map(({ title, columns }) => `## ${title}\n\n${columns.map(columnText).join('\n')}`)
}

function columnText(shown: ShownColumn): string {
  const { column, as, from = [], note } = shown
  const head = `### \`${snakeCase(column)}\`${as === undefined ? '' : ` (${as})`}`
  return [head, DERIVED_COLUMNS[column] ?? '', from.length === 0 ? '' : sourceTable(from, as), note ?? '']
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('\n')
}

/** In order of preference; neighbours that the same library writes, under the same condition, share a line. */
function sourceTable(from: readonly Candidate[], as: Transform | undefined): string {
  const lines: { sources: string[]; words: string; remark: string }[] = []
  for (const candidate of from) {
    const { read, remark } = typeof candidate === 'string' ? { read: candidate, remark: '' } : remarkOn(candidate, as)
    const words = whoseWords(parseSource(read))
    const last = lines.at(-1)
    if (last !== undefined && last.words === words && last.remark === remark) last.sources.push(`\`${read}\``)
    else lines.push({ sources: [`\`${read}\``], words, remark })
  }
  const rows = lines.map(({ sources, words, remark }) => `| ${sources.join('<br>')} | ${words} | ${remark} |`)
  return ['| Read, in this order | Words of | Where |', '|---|---|---|', ...rows].join('\n')
}

function remarkOn(candidate: Exclude<Candidate, string>, as: Transform | undefined): { read: string; remark: string } {
  const differs = candidate.as !== undefined && candidate.as !== as ? [`as ${candidate.as}`] : []
  const remark = [
    ...conditionText(candidate.when),
    ...differs,
    ...(candidate.keep === true ? ['stays an attribute'] : []),
  ]
  return { read: candidate.read, remark: remark.join('; ') }
}

function conditionText(when: Condition | undefined): string[] {
  if (when === undefined) return []
  const { kinds, dialects, scope, attribute, root } = when
  return [
    kinds === undefined ? '' : kindsText(kinds),
    dialects === undefined ? '' : `dialect ${dialects.join(', ')}`,
    scope === undefined ? '' : `scope \`${scope}…\``,
    attribute === undefined ? '' : `\`${attribute.key}\` is ${attribute.values.join(', ')}`,
    root === true ? 'roots' : '',
  ].filter((text) => text !== '')
}

/** Of a long list what is not in it: that is what its author had in mind. */
function kindsText(kinds: readonly OperationKind[]): string {
  const others = ALL_KINDS.filter((kind) => !kinds.includes(kind))
  return others.length < kinds.length ? `any kind but ${others.join(', ')}` : `kind ${kinds.join(', ')}`
}
