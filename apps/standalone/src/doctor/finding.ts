import type { Config } from '@pyflare/config'

/** What a look at one thing found. `mend` says what to do about it. `skip`: nobody looked, for what it stands on failed. */
export interface Finding {
  verdict: 'ok' | 'warn' | 'fail' | 'skip'
  message: string
  mend?: string
}

export interface Check {
  name: string
  /** Names of checks without which this one can say nothing of its own. */
  needs?: readonly string[]
  /** How long a look may take, in milliseconds. */
  withinMs?: number
  /** Changes nothing that stays. */
  look(config: Config): Promise<Finding>
}

export const fine = (message: string): Finding => ({ verdict: 'ok', message })
export const odd = (message: string, mend: string): Finding => ({ verdict: 'warn', message, mend })
/** `mend` is left out where the message says it. */
export const broken = (message: string, mend?: string): Finding => ({ verdict: 'fail', message, mend })
