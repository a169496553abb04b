import { createHash, randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const FORMAT = /^pf_live_[0-9A-Za-z]{43}$/

/** A new key: 32 random bytes in base 62, which always fit in 43 characters. */
export function newKeySecret(): string {
  let number = BigInt(`0x${randomBytes(32).toString('hex')}`)
  let digits = ''
  for (let i = 0; i < 43; i++) {
    digits = ALPHABET.charAt(Number(number % 62n)) + digits
    number /= 62n
  }
  return `pf_live_${digits}`
}

/** Whether it can be a key at all. Anything else is refused without a look into the database. */
export function looksLikeKey(text: string): boolean {
  return FORMAT.test(text)
}

/** What lists and logs show: `pf_live_9tKd`. */
export function keyPrefix(secret: string): string {
  return secret.slice(0, 12)
}

/** A plain hash is enough for a secret of 256 random bits: there is nothing to guess. */
export function hashKey(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
