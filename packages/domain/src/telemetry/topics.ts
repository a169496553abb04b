/** Where each signal waits in the log between those who receive it and those who store it. Names of files on disk are made of these. */
export const TOPICS = {
  traces: 'pyflare.traces',
  metrics: 'pyflare.metrics',
  logs: 'pyflare.logs',
  evaluations: 'pyflare.evaluations',
  intake: 'pyflare.intake',
} as const
