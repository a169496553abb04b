/**
 * Deals partitions out to members: none has more than one above any other, and a partition stays where it is unless that
 * rule moves it. `current` holds the owner of each partition. Returns the new owners in the same order.
 */
export function assignPartitions<Member extends object>(
  members: readonly Member[],
  current: readonly (Member | undefined)[],
): (Member | undefined)[] {
  const counts = new Map(members.map((member) => [member, 0]))
  const owners = current.map((owner) => (owner !== undefined && counts.has(owner) ? owner : undefined))
  const give = (partition: number, to: Member, change: number) => {
    if (change > 0) owners[partition] = to
    counts.set(to, (counts.get(to) ?? 0) + change)
  }
  owners.forEach((owner, partition) => {
    if (owner !== undefined) give(partition, owner, 1)
  })
  for (;;) {
    const byCount = [...counts].sort(([, a], [, b]) => a - b)
    const [fewest, most] = [byCount[0], byCount.at(-1)]
    if (!fewest || !most) return owners
    const free = owners.indexOf(undefined)
    if (free >= 0) {
      give(free, fewest[0], 1)
    } else if (most[1] - fewest[1] > 1) {
      const moved = owners.lastIndexOf(most[0])
      give(moved, most[0], -1)
      give(moved, fewest[0], 1)
    } else {
      return owners
    }
  }
}
