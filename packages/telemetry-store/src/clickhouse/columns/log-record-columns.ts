/** Columns of table `logs` that the message `LogRecord` carries under the same name, with their types. */
export const LOG_RECORD_COLUMNS = {
  project_id: 'LowCardinality(String)',
  trace_id: 'FixedString(16)',
  span_id: 'FixedString(8)',
  flags: 'UInt32',
  severity_text: 'LowCardinality(String)',
  event_name: 'LowCardinality(String)',
  body: 'String',
  service_name: 'LowCardinality(String)',
  environment: 'LowCardinality(String)',
  scope_name: 'LowCardinality(String)',
  scope_version: 'LowCardinality(String)',
  attributes: 'Map(LowCardinality(String), String)',
  resource_attributes: 'Map(LowCardinality(String), String)',
  dropped_attributes_count: 'UInt32',
  is_content: 'Bool',
} as const
