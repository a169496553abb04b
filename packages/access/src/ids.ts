import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An id that says what it is of, and can't be guessed: `prj_4k1v…`, 20 characters of 36. */
export function newId(kind: 'usr' | 'acc' | 'org' | 'mem' | 'prj' | 'key' | 'nrm'): string {
  let id = ''
  // 252 is the largest multiple of 36 in a byte: larger ones would make some characters likelier than others.
  while (id.length < 20) {
    for (const byte of randomBytes(32)) if (byte < 252 && id.length < 20) id += ALPHABET.charAt(byte % 36)
  }
  return `${kind}_${id}`
}
