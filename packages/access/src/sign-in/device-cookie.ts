import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const NAME = 'pyflare.device'
const MAX_AGE_SECONDS = 180 * 86_400

/**
 * Marks browsers in which someone has signed in before, as OWASP's "device cookies" do: `<random>.<signature over it and
 * the address>`. It opens nothing; it only keeps a known browser apart from strangers when attempts are counted.
 */
export class DeviceCookies {
  constructor(private readonly secret: string) {}

  /** The device that the request comes from, when its owner has signed in with this address before. */
  read(request: Request, email: string): string | undefined {
    const value = cookieOf(request, NAME)
    const [id = '', signature = ''] = value?.split('.') ?? []
    if (!/^[A-Za-z0-9_-]{22}$/.test(id)) return undefined
    const expected = Buffer.from(this.sign(id, email))
    const given = Buffer.from(signature)
    return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined
  }

  /** A `Set-Cookie` value. */
  make(email: string): string {
    const id = randomBytes(16).toString('base64url')
    return `${NAME}=${id}.${this.sign(id, email)}; Max-Age=${MAX_AGE_SECONDS}; Path=/api/auth; HttpOnly; SameSite=Lax`
  }

  private sign(id: string, email: string): string {
    return createHmac('sha256', this.secret).update(`pyflare device ${id} ${email.toLowerCase()}`).digest('base64url')
  }
}

/** The value of one cookie of a request. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}
