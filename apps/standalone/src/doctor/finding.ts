import type { Config } from '@pyflare/config'

/** What a look at one thing found. `mend` says what to do about it. */
export interface Finding {
  verdict: 'ok' | 'warn' | 'fail'
  message: string
  mend?: string
}

export interface Check {
  name: string
  look(config: Config): Promise<Finding>
}

export const fine = (message: string): Finding => ({ verdict: 'ok', message })
export const odd = (message: string, mend: string): Finding => ({ verdict: 'warn', message, mend })
export const broken = (message: string, mend: string): Finding => ({ verdict: 'fail', message, mend })
