import type { Redactor } from '@pyflare/domain'
import type { LogItem, PointItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/** Third stage: what must not be kept is masked, hashed or removed, before anything is written anywhere. */
export function createRedact(redactor: Redactor) {
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> => replaced(batch, (record) => redactor.span(record)),
    logs: (batch: readonly LogItem[]): Staged<LogItem> => replaced(batch, (record) => redactor.log(record)),
    points: (batch: readonly PointItem[]): Staged<PointItem> => replaced(batch, (record) => redactor.point(record)),
  }
}

function replaced<Item extends { record: object }>(
  batch: readonly Item[],
  redact: (record: Item['record']) => Item['record'],
): Staged<Item> {
  return { kept: batch.map((item) => ({ ...item, record: redact(item.record) })), rejections: [] }
}
