/** What happens to text that a rule matches. `allow` ends the matter: later rules do not see the text. */
export type RedactionAction = 'allow' | 'mask' | 'hash' | 'remove'

/**
 * One redaction rule. Rules run in order over everything that is text in spans, log records and data points, before anything is
 * written. `mask` puts `[redacted]` in the place of each match, `hash` a keyed SHA-256 of it (so that equal values stay equal),
 * `remove` drops the whole field.
 */
export interface RedactionRule {
  name: string
  action: RedactionAction
  /** A regular expression in RE2 syntax (linear time), or one of the built-in patterns. Absent: the whole field matches. */
  pattern?: string
  builtin?: 'email' | 'credit_card' | 'phone' | 'ip_address' | 'api_key' | 'jwt'
  /**
   * Columns (`input`, `output`, `user_id`, …), attribute keys, or parts of a record (`events`, `body`, `operation_name`, …); `*` stands
   * for any run of characters. A column means every place that it may be read from, in whichever words a library tells it. Default:
   * everything.
   */
  fields?: readonly string[]
}
