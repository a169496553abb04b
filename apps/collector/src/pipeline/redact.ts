import { evaluationsOfSpan, type Redactor } from '@pyflare/domain'
import { logRecord, pointRecord, SharedAttributes, spanRecord } from './make-records.ts'
import { evaluationsOfLog } from './normalize.ts'
import type { LogItem, PointItem, ShapedItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/**
 * Third stage: what must not be kept is masked, hashed or removed, before anything is written anywhere. An item's `raw` stays what its
 * client said, for sampling; nothing writes it.
 */
export function createRedact(redactor: Redactor) {
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> =>
      replaceAll(batch, redactor.span, ({ raw, columns }, shared) => ({
        record: spanRecord(raw, columns, shared),
        evaluations: evaluationsOfSpan(raw, columns.operationKind),
      })),
    logs: (batch: readonly LogItem[]): Staged<LogItem> =>
      replaceAll(batch, redactor.log, ({ raw, columns }, shared) => ({
        record: logRecord(raw, columns, shared),
        evaluations: evaluationsOfLog(raw),
      })),
    points: (batch: readonly PointItem[]): Staged<PointItem> =>
      replaceAll(batch, redactor.point, ({ raw, columns }, shared) => ({ record: pointRecord(raw, columns, shared) })),
  }
}

/** `shape` makes anew what an item's redacted record becomes, all of it: what is left as it was is left unredacted. */
function replaceAll<Raw, Columns, Shape extends Columns, Item extends ShapedItem<Raw, Shape>>(
  batch: readonly Item[],
  redact: (read: { raw: Raw; columns: Columns }) => { raw: Raw; columns: Columns },
  shape: (redacted: { raw: Raw; columns: Columns }, shared: SharedAttributes) => Omit<Item, 'raw' | 'index' | 'isLong'>,
): Staged<Item> {
  const shared = new SharedAttributes()
  const kept = batch.map((item) => {
    const redacted = redact({ raw: item.raw, columns: item.record })
    return redacted.raw === item.raw ? item : { ...item, ...shape(redacted, shared) }
  })
  return { kept, rejections: [] }
}
