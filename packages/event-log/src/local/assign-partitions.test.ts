import { array, assert, constantFrom, integer, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { assignPartitions } from './assign-partitions.ts'

const MEMBERS = Array.from({ length: 6 }, (_, number) => ({ number }))

test('every partition has an owner, owners have the same number give or take one, and none moves without need', () => {
  const members = integer({ min: 1, max: 6 }).map((count) => MEMBERS.slice(0, count))
  const current = array(constantFrom(undefined, ...MEMBERS), { maxLength: 20 })
  assert(
    property(tuple(members, current), ([members, current]) => {
      const owners = assignPartitions(members, current)
      const counts = members.map((member) => owners.filter((owner) => owner === member).length)
      expect(owners.length).toBe(current.length)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(current.length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      expect(assignPartitions(members, owners)).toEqual(owners)
      const most = Math.ceil(current.length / members.length)
      for (const member of members) {
        const before = current.filter((owner) => owner === member).length
        const kept = owners.filter((owner, partition) => owner === member && current[partition] === member).length
        expect(kept).toBeGreaterThanOrEqual(Math.min(before, most - 1))
      }
    }),
  )
})

test('without members nobody owns anything', () => {
  expect(assignPartitions([], [MEMBERS[0], undefined])).toEqual([undefined, undefined])
})
