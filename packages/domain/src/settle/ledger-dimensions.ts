/** What entries of the ledger are filed under, by column: whatever its totals can be cut by. */
export const LEDGER_DIMENSIONS = [
  'model_id',
  'model_version',
  'provider',
  'operation_kind',
  'service_name',
  'user_id',
  'session_id',
  'feature_id',
  'team',
  'environment',
  'release',
  'cost_source',
  'price_version',
] as const

export type LedgerDimension = (typeof LEDGER_DIMENSIONS)[number]
