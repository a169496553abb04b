import type { Mended, Rejection } from '../pipeline/stage.ts'
import type { Received } from '../receive/received.ts'

/** What became of a part of a request. */
export interface RecordedPart<Encoded> {
  kept: Encoded[]
  rejections: Rejection[]
  /** How many items it held. */
  count: number
  /** How many of those kept came long after they happened. */
  late: number
  mended?: Mended
}

/** From a part of a request to records for the log. `firstIndex` is the place of its first item in the request. */
export type RecordPart<Item, Encoded> = (
  part: readonly Item[],
  origin: Received,
  firstIndex: number,
) => RecordedPart<Encoded>
