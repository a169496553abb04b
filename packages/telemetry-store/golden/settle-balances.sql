-- settle: balances
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT
  lower(hex(trace_id)), lower(hex(span_id)), fingerprint, toUnixTimestamp64Nano(any(ledger.time)),
  any(ledger.model_id), any(ledger.model_version), any(ledger.provider), any(ledger.operation_kind), any(ledger.service_name), any(ledger.user_id), any(ledger.session_id), any(ledger.feature_id), any(ledger.team), any(ledger.environment), any(ledger.release), any(ledger.cost_source), any(ledger.price_version),
  sum(ledger.calls) AS calls, sum(ledger.errors) AS errors, sum(ledger.input_tokens) AS input_tokens, sum(ledger.output_tokens) AS output_tokens, sum(ledger.cache_read_tokens) AS cache_read_tokens, sum(ledger.cache_write_tokens) AS cache_write_tokens, sum(ledger.reasoning_tokens) AS reasoning_tokens, sum(ledger.input_cost_nanos) AS input_cost_nanos, sum(ledger.output_cost_nanos) AS output_cost_nanos, sum(ledger.cost_nanos) AS cost_nanos
FROM ledger
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
GROUP BY trace_id, span_id, fingerprint
HAVING calls != 0 OR errors != 0 OR input_tokens != 0 OR output_tokens != 0 OR cache_read_tokens != 0 OR cache_write_tokens != 0 OR reasoning_tokens != 0 OR input_cost_nanos != 0 OR output_cost_nanos != 0 OR cost_nanos != 0
ORDER BY trace_id, span_id, fingerprint
