import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all that it started used: seconds of a core, and MiB of memory, by what they are. */
export type ProcessCost = Record<string, { cpuSeconds: number; memoryMib: number }>

const TICKS_PER_SECOND = 100
const PAGE_BYTES = 4096

/** Linux only: reads /proc. */
export function costOf(root: number): ProcessCost {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)))
  const family = new Set([root])
  for (let grown = true; grown; ) {
    const before = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
    grown = family.size > before
  }
  const cost: ProcessCost = {}
  for (const { pid, name, cpuSeconds, memoryMib } of all) {
    if (!family.has(pid)) continue
    const kind = pid === root ? 'pyflare' : name
    const sum = cost[kind] ?? { cpuSeconds: 0, memoryMib: 0 }
    cost[kind] = { cpuSeconds: sum.cpuSeconds + cpuSeconds, memoryMib: sum.memoryMib + memoryMib }
  }
  return cost
}

function statOf(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    const name = stat.slice(stat.indexOf('(') + 1, end)
    const fields = stat.slice(end + 2).split(' ')
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
    const memoryMib = (Number(fields[21]) * PAGE_BYTES) / 2 ** 20
    return [{ pid, name, parent: Number(fields[1]), cpuSeconds, memoryMib }]
  } catch {
    return []
  }
}
