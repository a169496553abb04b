/** Head sampling by the specification (3.1.3): the first rule that matches gives the rate, else the default rate. */
export interface SamplingConfig {
  /** 0 to 1. */
  defaultRate: number
  rules: readonly SamplingRule[]
}

/** Everything a rule names must match. */
export interface SamplingRule {
  service?: string
  attribute?: { key: string; value: string }
  /** 0 to 1. */
  rate: number
}
