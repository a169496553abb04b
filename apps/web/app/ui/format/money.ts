import { MINUS } from './glyphs.ts'

const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** US dollars in a cell: `$0.0031` below a dollar, `$12.40` above, `<$0.0001` for less. No price is `unknown`, never $0. */
export function formatMoney(usd: number | null | undefined): string {
  return priced(usd, (amount) => {
    if (amount < 0.0001) return '<$0.0001'
    return amount < 0.99995 ? `$${amount.toFixed(4)}` : `$${cents.format(amount)}`
  })
}

/** US dollars in a breakdown of one call: six digits after the point. */
export function formatMoneyExact(usd: number | null | undefined): string {
  return priced(usd, (amount) => (amount < 0.000001 ? '<$0.000001' : `$${amount.toFixed(6)}`))
}

/** US dollars in a sentence: `$11,736`, `$4.20`. */
export function formatMoneyInProse(usd: number | null | undefined): string {
  return priced(usd, (amount) => (amount < 99.5 ? formatMoney(amount) : `$${whole.format(amount)}`))
}

function priced(usd: number | null | undefined, write: (amount: number) => string): string {
  if (usd === null || usd === undefined || !Number.isFinite(usd)) return 'unknown'
  if (usd === 0) return '$0'
  return usd < 0 ? `${MINUS}${write(-usd)}` : write(usd)
}
