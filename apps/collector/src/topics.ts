/** Where each signal waits in the log between the two halves of the collector. */
export const TOPICS = {
  traces: 'pyflare.traces',
  metrics: 'pyflare.metrics',
  logs: 'pyflare.logs',
  evaluations: 'pyflare.evaluations',
  intake: 'pyflare.intake',
} as const
