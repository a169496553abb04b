import type { Statement } from '../../clickhouse/connection.ts'
import { librariesStatement, type RawLibrary, sdksStatement } from '../../clickhouse/instrumentation/libraries.ts'
import { recentRangeStatement } from '../../clickhouse/instrumentation/recent-range.ts'
import { repeatsStatement } from '../../clickhouse/instrumentation/repeats.ts'
import { completenessStatement } from '../../clickhouse/instrumentation/services.ts'
import { anyRereadsStatement } from '../../clickhouse/normalization/spans-now.ts'
import { PROJECT, RANGE, TRACE } from './foreign.ts'

const LIBRARY = { last_seen: '2026-11-20T11:00:00.123456789Z', last_trace: TRACE } as RawLibrary

/** Each with everything that can be asked, by the name of its golden file. */
export const INSTRUMENTATION_STATEMENTS: Readonly<Record<string, Statement>> = {
  'instrumentation-range': recentRangeStatement(RANGE),
  'instrumentation-libraries': librariesStatement(RANGE),
  'instrumentation-libraries-now': librariesStatement(RANGE, true),
  'any-rereads': anyRereadsStatement(RANGE),
  'instrumentation-sdks': sdksStatement(PROJECT, [LIBRARY]),
  'instrumentation-repeats': repeatsStatement(RANGE),
  'instrumentation-services': completenessStatement(RANGE),
}
