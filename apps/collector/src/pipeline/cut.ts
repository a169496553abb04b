import { cutRecord } from './cut/cut-record.ts'
import type { LogItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/**
 * Last stage: what is kept of a long item is brought within bounds, now that all of it was read and redacted. Others come back as they
 * are. `maxValueLength`: characters (UTF-16 units) of one text.
 */
export function createCut(maxValueLength: number) {
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> => ({
      kept: batch.map((item) => {
        const record = item.isLong ? cutRecord(item.record, maxValueLength) : item.record
        return record === item.record ? item : { ...item, record: { ...record, contentTruncated: true } }
      }),
      rejections: [],
    }),
    logs: (batch: readonly LogItem[]): Staged<LogItem> => ({
      kept: batch.map((item) => (item.isLong ? { ...item, record: cutRecord(item.record, maxValueLength) } : item)),
      rejections: [],
    }),
  }
}
