import { findEmails } from './find-emails.ts'
import { isIpv4, isIpv6 } from './ip-address.ts'
import type { RedactionRule } from './redaction-rule.ts'
import { type FindRanges, findAll, findAny } from './text-pattern.ts'

/**
 * The built-in patterns. JavaScript's own regular expressions serve here, for each of these is linear: it starts only at the
 * edge of a run of its characters, or repeats a bounded number of times. (`x{5}x*` and not `x{5,}`, for which V8 keeps a stack as long as
 * the run.)
 */
export const BUILTIN_PATTERNS: Record<NonNullable<RedactionRule['builtin']>, FindRanges> = {
  email: findEmails,
  credit_card: findAll(/(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d|\.\d)/g, isCardNumber),
  phone: findAny([
    findAll(/(?<![\w+.])\+\d(?:[ .\-()]{0,2}\d){6,14}(?![\d\w])/g),
    findAll(/(?<![\w.-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-]|\.\d)/g),
  ]),
  ip_address: findAny([
    findAll(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g, isIpv4),
    findAll(
      /(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:]|\.\d)/g,
      isIpv6,
    ),
  ]),
  api_key: findAny([
    findAll(/(?<![A-Za-z0-9])(?:sk|pk|rk|pf)[-_](?:[a-z]{2,8}[-_])?[A-Za-z0-9_-]{16}[A-Za-z0-9_-]*/g, hasDigit),
    findAll(/(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g),
    findAll(
      /(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|glpat-|hf_|npm_|xox[abeprs]-|AIza|gsk_|r8_|ya29\.)[A-Za-z0-9_-]{16}[A-Za-z0-9_-]*/g,
    ),
    findAll(/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\s]{0,20000}-----END [A-Z ]{0,20}PRIVATE KEY-----/g),
  ]),
  jwt: findAll(/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5}[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{5}[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/g),
}

/** Words with hyphens look like keys, but words have no digits. */
function hasDigit(text: string): boolean {
  return /\d/.test(text)
}

const CARD_PREFIX = /^(?:4|5[1-5]|2[2-7]|3[47]|3[068]|35|6(?:011|4[4-9]|5|2))/

/** Luhn's check (ISO/IEC 7812-1, annex B) and a known issuer: one in ten long numbers passes the check alone. */
function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '')
  if (!CARD_PREFIX.test(digits)) return false
  let sum = 0
  for (const [place, digit] of [...digits].reverse().entries()) {
    const weighted = place % 2 === 0 ? Number(digit) : Number(digit) * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}
