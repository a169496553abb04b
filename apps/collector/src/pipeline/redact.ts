import type { Redactor } from '@pyflare/domain'
import { logRecord, pointRecord, SharedAttributes, spanRecord } from './make-records.ts'
import type { LogItem, PointItem, ShapedItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/**
 * Third stage: what must not be kept is masked, hashed or removed, before anything is written anywhere. An item's `raw` stays what its
 * client said, for sampling; nothing writes it.
 */
export function createRedact(redactor: Redactor) {
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> => replaceAll(batch, redactor.span, spanRecord),
    logs: (batch: readonly LogItem[]): Staged<LogItem> => replaceAll(batch, redactor.log, logRecord),
    points: (batch: readonly PointItem[]): Staged<PointItem> => replaceAll(batch, redactor.point, pointRecord),
  }
}

function replaceAll<Raw, Columns, Shape extends Columns>(
  batch: readonly ShapedItem<Raw, Shape>[],
  redact: (read: { raw: Raw; columns: Columns }) => { raw: Raw; columns: Columns },
  shape: (raw: Raw, columns: Columns, shared: SharedAttributes) => Shape,
): Staged<ShapedItem<Raw, Shape>> {
  const shared = new SharedAttributes()
  const kept = batch.map((item) => {
    const redacted = redact({ raw: item.raw, columns: item.record })
    return redacted.raw === item.raw ? item : { ...item, record: shape(redacted.raw, redacted.columns, shared) }
  })
  return { kept, rejections: [] }
}
