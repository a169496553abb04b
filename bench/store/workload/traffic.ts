/** What kind of applications a workload is made of, where they differ. */
export interface Traffic {
  /** Characters of a system prompt, least and most. */
  promptChars: readonly [number, number]
  /** Characters that describe one tool to the model; 0 where no tools are told of. */
  toolChars: number
  /** A conversation ends when it has so many messages. */
  longestHistory: number
  /** How likely a conversation goes on until then. */
  goesOn: number
  /** Every trace is a turn of an agent that sends the whole conversation with each call. */
  onlyAgents: boolean
  /** Of one insert: one to two hundred megabytes. */
  spansPerBlock: number
}

export const TRAFFIC: Readonly<Record<'mixed' | 'agents', Traffic>> = {
  mixed: {
    promptChars: [200, 600],
    toolChars: 0,
    longestHistory: 6,
    goesOn: 0.8,
    onlyAgents: false,
    spansPerBlock: 50_000,
  },
  agents: {
    promptChars: [2_000, 5_000],
    toolChars: 600,
    longestHistory: 40,
    goesOn: 0.95,
    onlyAgents: true,
    spansPerBlock: 10_000,
  },
}
