import { CLAIM_WINDOW_NS, CROWD, type ResponseClaim } from '@pyflare/domain'
import type { ClaimKey } from '../../telemetry-store.ts'
import type { Connection, Statement } from '../connection.ts'
import { type Columns, insertRows } from '../insert/insert-rows.ts'

/** Keys that lie close together in time, and the range that holds all claims that bear on theirs. */
export interface ClaimGroup {
  responses: string[]
  first: bigint
  last: bigint
}

/** Claims near to one of ours are judged too, by those near to them. */
const REACH_NS = 2n * CLAIM_WINDOW_NS
const GROUP_KEYS = 5_000
/** One more than anybody looks at, so that the crowd is seen. */
const CLAIMS_PER_RESPONSE = CROWD + 1

export function groupKeys(keys: readonly ClaimKey[]): ClaimGroup[] {
  const groups: ClaimGroup[] = []
  for (const { response, timeNs } of [...keys].sort((a, b) => (a.timeNs < b.timeNs ? -1 : 1))) {
    const group = groups.at(-1)
    const [first, last] = [timeNs - REACH_NS, timeNs + REACH_NS]
    if (group !== undefined && group.responses.length < GROUP_KEYS && first <= group.last) {
      group.responses.push(response)
      group.last = last
    } else {
      groups.push({ responses: [response], first, last })
    }
  }
  return groups
}

/** The newest form of each claim. Where there are too many, those that count nothing come first: they must be settled anew. */
export function claimsStatement(projectId: string, { responses, first, last }: ClaimGroup): Statement {
  return {
    name: 'settle: claims',
    sql: `SELECT
  lower(hex(response)), lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time),
  scope_name, worth, told, verdict, withdrawn, version
FROM (
  SELECT *
  FROM response_claims
  WHERE project_id = {project:String}
    AND response IN (SELECT toFixedString(unhex(arrayJoin({responses:Array(String)})), 16))
    AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
    AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  ORDER BY response, trace_id, span_id, version DESC
  LIMIT 1 BY response, trace_id, span_id
)
ORDER BY response, verdict DESC, trace_id, span_id
LIMIT {limit:UInt32} BY response`,
    params: { project: projectId, responses, first, last, limit: CLAIMS_PER_RESPONSE },
  }
}

export async function readClaims(
  connection: Connection,
  projectId: string,
  keys: readonly ClaimKey[],
): Promise<ResponseClaim[]> {
  const claims = new Map<string, ResponseClaim>()
  for (const group of groupKeys(keys)) {
    for (const tuple of await connection.tuples(claimsStatement(projectId, group))) {
      const claim = claimOf(tuple)
      claims.set(`${claim.response} ${claim.traceId} ${claim.spanId}`, claim)
    }
  }
  return [...claims.values()]
}

function claimOf(tuple: readonly unknown[]): ResponseClaim {
  const [response, traceId, spanId, time, scopeName, worth, told, verdict, withdrawn, version] = tuple
  return {
    response: String(response),
    traceId: String(traceId),
    spanId: String(spanId),
    timeNs: BigInt(String(time)),
    scopeName: String(scopeName),
    worth: Number(worth),
    told: String(told),
    verdict: String(verdict),
    withdrawn: Boolean(withdrawn),
    version: Number(version),
  }
}

interface ClaimRow {
  projectId: string
  claim: ResponseClaim
}

const CLAIM_COLUMNS: Columns<ClaimRow> = {
  project_id: (out, { projectId }) => out.text(projectId),
  response: (out, { claim }) => out.hex(claim.response, 16),
  trace_id: (out, { claim }) => out.hex(claim.traceId, 16),
  span_id: (out, { claim }) => out.hex(claim.spanId, 8),
  time: (out, { claim }) => out.int64(claim.timeNs),
  scope_name: (out, { claim }) => out.text(claim.scopeName),
  worth: (out, { claim }) => out.uint8(claim.worth),
  told: (out, { claim }) => out.text(claim.told),
  verdict: (out, { claim }) => out.text(claim.verdict),
  withdrawn: (out, { claim }) => out.uint8(claim.withdrawn),
  version: (out, { claim }) => out.int64(claim.version),
}

export async function writeClaims(
  connection: Connection,
  projectId: string,
  claims: readonly ResponseClaim[],
): Promise<void> {
  if (claims.length === 0) return
  const rows = claims.map((claim) => ({ projectId, claim }))
  await insertRows(connection, { name: 'settle: write claims', table: 'response_claims', columns: CLAIM_COLUMNS, rows })
}
