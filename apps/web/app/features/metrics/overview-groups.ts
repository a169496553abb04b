import { NOT_GROUPED } from './measures.ts'

/** How the charts of spans, calls and cost can be grouped: the columns, and what they are called. */
export const OVERVIEW_GROUPS = [
  { value: NOT_GROUPED, label: 'Not grouped' },
  { value: 'model_id', label: 'By model' },
  { value: 'service_name', label: 'By service' },
  { value: 'environment', label: 'By environment' },
  { value: 'provider', label: 'By provider' },
  { value: 'operation_kind', label: 'By operation' },
  { value: 'user_id', label: 'By user' },
  { value: 'session_id', label: 'By session' },
  { value: 'feature_id', label: 'By feature' },
  { value: 'team', label: 'By team' },
  { value: 'release', label: 'By release' },
]

/** What a trace says once and most of its spans do not repeat. */
const OF_TRACES = ['user_id', 'session_id', 'feature_id', 'team', 'release', 'environment']

/** What `by` in the address asks for; anything else is no group. */
export function overviewGroupOf(told: string | null): string {
  return OVERVIEW_GROUPS.find(({ value }) => value === told)?.value ?? NOT_GROUPED
}

/** Whether spans are counted by what each of them says, where traces and calls have it of their trace. */
export function isSaidByTraces(group: string): boolean {
  return OF_TRACES.includes(group)
}
