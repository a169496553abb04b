import type { Platform } from './platform.fixture.ts'

/** What everything ends in, in lines that can be compared: less who it belongs to, and how often and when it was written. */
const LINES: Readonly<Record<string, string>> = {
  spans: `SELECT lower(hex(trace_id)), lower(hex(span_id)), sipHash64(toJSONString(tuple(* EXCEPT (project_id, received_at))))
    FROM (SELECT * FROM spans WHERE project_id = {p:String} LIMIT 1 BY trace_id, span_id)`,
  index: `SELECT * EXCEPT (project_id, version, is_deleted) FROM trace_index FINAL WHERE project_id = {p:String} AND is_deleted = 0`,
  ledger: `SELECT lower(hex(trace_id)), lower(hex(span_id)), fingerprint, ${sums()}
    FROM ledger WHERE project_id = {p:String} GROUP BY trace_id, span_id, fingerprint HAVING calls != 0`,
  patches: `SELECT lower(hex(trace_id)), lower(hex(span_id)), mapSort(argMax(span_patches.columns, version)) AS patch
    FROM span_patches WHERE project_id = {p:String} GROUP BY trace_id, span_id HAVING notEmpty(patch)`,
  claims: `SELECT lower(hex(response)), lower(hex(trace_id)), lower(hex(span_id)), verdict
    FROM response_claims FINAL WHERE project_id = {p:String} AND NOT withdrawn`,
  byUser: `SELECT user_id, session_id, ${sums()} FROM ledger WHERE project_id = {p:String} GROUP BY ALL HAVING calls != 0`,
  byModel: `SELECT model_id, provider, service_name, ${sums()} FROM ledger_by_hour WHERE project_id = {p:String}
    GROUP BY ALL HAVING calls != 0`,
  byMinute: `SELECT minute, environment, ${sums()} FROM ledger_by_minute WHERE project_id = {p:String} GROUP BY ALL HAVING calls != 0`,
}

function sums(): string {
  const amounts = [
    'calls',
    'errors',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'reasoning_tokens',
    'cost_nanos',
  ]
  return amounts.map((amount) => `sum(${amount}) AS ${amount}`).join(', ')
}

export async function settledState(platform: Platform): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {}
  for (const [name, sql] of Object.entries(LINES)) state[name] = (await platform.ask(sql)).split('\n').sort()
  return state
}
