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

export function someUser(random: Random): string {
  // A few people write again and again; most come once.
  const number = random.chance(0.35) ? random.integer(1, 9) : random.integer(10, 400)
  return `${random.pick(FIRST)}-${number}`
}

/** The release in use at a moment: the new one came out two days before the end of the story. */
export function releaseAt(at: Date, endsAt: Date): string {
  return endsAt.getTime() - at.getTime() < 2 * 86_400_000 ? '2.41.0' : '2.40.3'
}

export function orderNumber(random: Random): string {
  return `${random.integer(84_000, 84_999)}-${String(random.integer(1, 12)).padStart(2, '0')}`
}
