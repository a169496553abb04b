import type { RangeQuery } from '../../reader.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions } from './conditions.ts'

/** A range over sums by minute: whole minutes, from the one that holds its start. */
export function inMinutes(query: RangeQuery): Conditions {
  return inUnits(query, 'minute', 'toStartOfMinute')
}

/** A range over sums by hour: whole hours, from the one that holds its start. */
export function inHours(query: RangeQuery): Conditions {
  return inUnits(query, 'hour', 'toStartOfHour')
}

function inUnits({ projectId, startTime, endTime }: RangeQuery, column: string, floor: string): Conditions {
  return new Conditions(projectId)
    .add(`${column} >= ${floor}(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))`, { start: nanosOf(startTime) })
    .add(`${column} < fromUnixTimestamp64Nano({end:Int64}, 'UTC')`, { end: nanosOf(endTime) })
}
