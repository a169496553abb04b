import type { RangeQuery } from '../../reader.ts'
import type { Instrumentation } from '../../rows.ts'
import type { Connection } from '../connection.ts'
import { anyRereadsStatement } from '../normalization/spans-now.ts'
import { librariesStatement, libraryRows, type RawLibrary, type RawSdk, sdksStatement } from './libraries.ts'
import { recentRange, recentRangeStatement } from './recent-range.ts'
import { type RawRepeats, repeatsStatement } from './repeats.ts'
import { completenessRow, completenessStatement, type RawCompleteness } from './services.ts'

/** Which libraries sent the newest spans of a range, and what spans and traces lack. */
export async function readInstrumentation(connection: Connection, query: RangeQuery): Promise<Instrumentation> {
  const [row] = await connection.rows<{ since: number; cut: number }>(recentRangeStatement(query))
  const range = recentRange(query, row)
  const readAgain = (await connection.rows(anyRereadsStatement(range))).length > 0
  const [libraries, services, repeats] = await Promise.all([
    connection.rows<RawLibrary>(librariesStatement(range, readAgain)),
    connection.rows<RawCompleteness>(completenessStatement(range)),
    connection.rows<RawRepeats>(repeatsStatement(range)),
  ])
  const sdks = libraries.length === 0 ? [] : await connection.rows<RawSdk>(sdksStatement(query.projectId, libraries))
  return {
    since: range.startTime.toISOString(),
    libraries: libraryRows(libraries, sdks, repeats),
    services: services.map(completenessRow),
  }
}
