import { z } from 'zod'

/** Ids are compared in lower case, and may be asked for in either. */
const hexDigits = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`), `must be ${digits} hexadecimal digits.`)
    .toLowerCase()

export const traceId = hexDigits(32)
export const spanId = hexDigits(16)
