/** Columns of table `intake_by_minute` that the message `IntakeRecord` carries under the same name, with their types. */
export const INTAKE_RECORD_COLUMNS = {
  project_id: 'LowCardinality(String)',
  signal: 'LowCardinality(String)',
  outcome: 'LowCardinality(String)',
  key_id: 'LowCardinality(String)',
  client: 'LowCardinality(String)',
  reason: 'LowCardinality(String)',
  delay_ms: 'UInt32',
  items: 'UInt64',
  requests: 'UInt64',
  bytes: 'UInt64',
  sample: 'String',
} as const
