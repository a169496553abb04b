import type { Announcement } from './spawned-platform.ts'
import { sessionCookie } from './visit.ts'

/** Asks as a page of the owner does, over the network: for a platform that runs in another process. */
export interface OwnerRequests {
  get<Answer>(procedure: string, input: object): Promise<Answer>
  post<Answer>(procedure: string, input: object): Promise<Answer>
}

/** Signs in as the owner. */
export async function signInAsOwner({ url, email, password }: Announcement): Promise<OwnerRequests> {
  const headers = { 'content-type': 'application/json', origin: url }
  const cookie = await sessionCookie(url, { email, password })
  const asked = async <Answer>(path: string, options: RequestInit): Promise<Answer> => {
    const given = await fetch(`${url}/trpc/${path}`, { ...options, headers: { ...headers, cookie } })
    if (!given.ok) throw new Error(`${path}: ${given.status} ${await given.text()}`)
    return ((await given.json()) as { result: { data: Answer } }).result.data
  }
  return {
    get: (procedure, input) => asked(`${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {}),
    post: (procedure, input) => asked(procedure, { method: 'POST', body: JSON.stringify(input) }),
  }
}
