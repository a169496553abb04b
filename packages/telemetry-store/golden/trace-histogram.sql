-- trace histogram
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- late_end = "1795262400000000000n"
-- max_duration = 2000
-- min_cost = 0.25
-- min_duration = 1.5
-- model = "model'; DROP TABLE spans --\\"
-- name = "name'; DROP TABLE spans --\\"
-- origin = "1795000000000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- release = "release'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- session = "session'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- status = "error"
-- tag = "tag'; DROP TABLE spans --\\"
-- user = "user'; DROP TABLE spans --\\"
-- width = "625000000n"
-- word0 = "refund"
-- word1 = "50%_';"
-- word2 = "DROP"
-- word3 = "TABLE"
-- word4 = "spans"
-- word5 = "--\\"
-- word5_json = "--\\\\"
SELECT
  toUInt32(intDiv(toUnixTimestamp64Nano(start_time) - {origin:Int64}, {width:Int64})) AS bucket,
  count() AS traces,
  countIf(status = 'error') AS errors,
  quantileExactInclusive(0.95)(duration_ns) / 1e6 AS duration_p95_ms,
  sum(coalesce(total_tokens, ifNull(input_tokens, 0) + ifNull(output_tokens, 0))) AS tokens,
  sum(ifNull(cost_nanos, 0)) AS nanos
FROM trace_index FINAL
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND has(models, {model:String})
  AND status = {status:String}
  AND name = {name:String}
  AND environment = {environment:String}
  AND user_id = {user:String}
  AND session_id = {session:String}
  AND release = {release:String}
  AND has(tags, {tag:String})
  AND duration_ns >= {min_duration:Float64} * 1e6
  AND duration_ns <= {max_duration:Float64} * 1e6
  AND cost_nanos >= {min_cost:Float64} * 1e9
  AND trace_id IN (
    SELECT trace_id FROM spans WHERE project_id = {project:String} AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC') AND start_time < fromUnixTimestamp64Nano({late_end:Int64}, 'UTC') AND (positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word0:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word0:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word0:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word0:String}) > 0)
  AND (positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word1:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word1:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word1:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word1:String}) > 0)
  AND (positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word2:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word2:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word2:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word2:String}) > 0)
  AND (positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word3:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word3:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word3:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word3:String}) > 0)
  AND (positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word4:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word4:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word4:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word4:String}) > 0)
  AND (positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word5:String}) > 0 OR positionCaseInsensitiveUTF8(if(input_from = 'preview', concat(input_preview, own_input), own_input), {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word5:String}) > 0 OR positionCaseInsensitiveUTF8(input_messages, {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word5:String}) > 0 OR positionCaseInsensitiveUTF8(multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output), {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word5:String}) > 0 OR positionCaseInsensitiveUTF8(output_messages, {word5_json:String}) > 0)
    UNION ALL
    SELECT trace_id FROM span_patches WHERE project_id = {project:String} AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC') AND time < fromUnixTimestamp64Nano({late_end:Int64}, 'UTC') AND (positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word0:String}) > 0)
  AND (positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word1:String}) > 0)
  AND (positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word2:String}) > 0)
  AND (positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word3:String}) > 0)
  AND (positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word4:String}) > 0)
  AND (positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word5:String}) > 0 OR positionCaseInsensitiveUTF8(arrayStringConcat(mapValues(columns), ' '), {word5_json:String}) > 0)
    UNION ALL
    SELECT trace_id FROM renormalized_spans WHERE project_id = {project:String} AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC') AND time < fromUnixTimestamp64Nano({late_end:Int64}, 'UTC') AND (positionCaseInsensitiveUTF8(columns['input'], {word0:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word0:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word0:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word0:String}) > 0)
  AND (positionCaseInsensitiveUTF8(columns['input'], {word1:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word1:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word1:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word1:String}) > 0)
  AND (positionCaseInsensitiveUTF8(columns['input'], {word2:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word2:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word2:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word2:String}) > 0)
  AND (positionCaseInsensitiveUTF8(columns['input'], {word3:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word3:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word3:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word3:String}) > 0)
  AND (positionCaseInsensitiveUTF8(columns['input'], {word4:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word4:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word4:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word4:String}) > 0)
  AND (positionCaseInsensitiveUTF8(columns['input'], {word5:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input'], {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word5:String}) > 0 OR positionCaseInsensitiveUTF8(columns['input_messages'], {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word5:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output'], {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word5:String}) > 0 OR positionCaseInsensitiveUTF8(columns['output_messages'], {word5_json:String}) > 0)
  )
GROUP BY bucket
