/** What instrumentation may lack, worst first: wrong money, then what can't be searched, then what is nice to have. */
export const FINDING_IDS = [
  'usage_missing_in_streams',
  'usage_missing',
  'usage_incomplete',
  'no_model',
  'no_price',
  'usage_estimated',
  'no_root',
  'no_session',
  'no_messages',
  'conflicts',
  'counted_once',
  'no_user',
  'truncated',
  'no_release',
  'no_environment',
] as const

export type FindingId = (typeof FINDING_IDS)[number]
