import type { Statement } from '../../clickhouse/connection.ts'
import {
  intakeBucketsStatement,
  intakeReasonsStatement,
  intakeSourcesStatement,
  intakeTotalsStatement,
  setAsideStatement,
} from '../../clickhouse/queries/intake.ts'
import { RANGE } from './foreign.ts'

const QUERY = { ...RANGE, signal: 'traces', bucketSeconds: 3600 } as const

/** What became of what clients sent, by the name of its golden file. */
export const INTAKE_STATEMENTS: Readonly<Record<string, Statement>> = {
  'intake-totals': intakeTotalsStatement(QUERY),
  'intake-sources': intakeSourcesStatement(QUERY),
  'intake-reasons': intakeReasonsStatement(QUERY),
  'intake-set-aside': setAsideStatement(QUERY),
  'intake-buckets': intakeBucketsStatement(QUERY),
}
