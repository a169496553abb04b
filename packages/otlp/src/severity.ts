import type { JsonObject } from '@bufbuild/protobuf'

/** OTLP's levels, four numbers each: `SEVERITY_NUMBER_TRACE` is 1, `SEVERITY_NUMBER_TRACE2` is 2, `SEVERITY_NUMBER_FATAL4` is 24. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const NAME = /^SEVERITY_NUMBER_([A-Z]+)([2-4]?)$/
const FIELDS = ['severityNumber', 'severity_number']

/** A log record with the name of its severity made a number: our schema has a plain number there, where OTLP has an enum. */
export function withSeverity(record: JsonObject): JsonObject {
  const next: JsonObject = { ...record }
  for (const field of FIELDS) {
    const value = record[field]
    if (typeof value === 'string' && /^[A-Za-z_]/.test(value)) next[field] = severityOf(value)
  }
  return next
}

/** 0, which is unspecified, for a name that is none: what the severity means is in the record's text, too. */
function severityOf(name: string): number {
  const [, level = '', step] = NAME.exec(name) ?? []
  const place = LEVELS.indexOf(level)
  return place < 0 ? 0 : place * 4 + Number(step || 1)
}
