import type { Random } from './random.ts'

/** Who uses the demo's applications, and which of their releases runs when. */
const FIRST = [
  'ann',
  'bo',
  'carla',
  'deniz',
  'emil',
  'freja',
  'goran',
  'hana',
  'ines',
  'jonas',
  'kaja',
  'leo',
  'mira',
  'nils',
] as const

function someUser(random: Random): string {
  // A few people write again and again; most come once.
  const number = random.chance(0.35) ? random.integer(1, 3) : random.integer(4, 400)
  return `${random.pick(FIRST)}-${number}`
}

/** A moment of the story. */
export interface Moment {
  at: Date
  /** Of the applications, at this moment. */
  release: string
}

/** Somebody who writes, and the session they write in: one a day, so that those who write often go on with theirs. */
export function someVisit(random: Random, { at }: Moment): { 'user.id': string; 'gen_ai.conversation.id': string } {
  const user = someUser(random)
  return { 'user.id': user, 'gen_ai.conversation.id': `${user}.${at.toISOString().slice(0, 10)}` }
}

/** The release in use at a moment: the new one came out two days before the end of the story. */
export function releaseAt(at: Date, endsAt: Date): string {
  return endsAt.getTime() - at.getTime() < 2 * 86_400_000 ? '2.41.0' : '2.40.3'
}

export function orderNumber(random: Random): string {
  return `${random.integer(84_000, 84_999)}-${String(random.integer(1, 12)).padStart(2, '0')}`
}
