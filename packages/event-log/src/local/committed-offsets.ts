import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { PyflareError } from '@pyflare/observe'
import { diskError } from './disk-error.ts'
import { createDirectory, replaceFile } from './durable-file.ts'
import type { OpenFiles } from './open-files.ts'

export interface Commit {
  offset: bigint
  metadata: string
}

/** Something to be made durable: that the group reads the topic, or a commit. */
interface Change {
  topic: string
  commit?: Commit & { partition: number }
  resolve(): void
  reject(error: unknown): void
}

/** Commits by topic and partition. A topic that the group has joined is there even before its first commit. */
type Topics = ReadonlyMap<string, ReadonlyMap<number, Commit>>

const SUFFIX = '.json'

/** What one group has committed: a file that is replaced as a whole, one replacement for all changes that wait. */
class GroupOffsets {
  #waiting: Change[] = []
  #writing: Promise<void> | undefined

  constructor(
    private readonly path: string,
    private durable: Topics,
    private readonly files: OpenFiles,
  ) {}

  get topics(): Topics {
    return this.durable
  }

  /** Resolves when the change is durable. */
  change(topic: string, commit?: Change['commit']): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ topic, commit, resolve, reject })
      this.#writing ??= this.#write()
    })
  }

  async settle(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const changes = this.#waiting
      this.#waiting = []
      const next = merge(this.durable, changes)
      try {
        await replaceFile(this.path, encode(next), this.files)
        this.durable = next
        for (const { resolve } of changes) resolve()
      } catch (error) {
        for (const { reject } of changes) reject(diskError(error, 'committing offsets'))
      }
    }
    this.#writing = undefined
  }
}

/** The committed positions of every group that ever joined a topic of this log. */
export class CommittedOffsets {
  private constructor(
    private readonly dir: string,
    private readonly groups: Map<string, GroupOffsets>,
    private readonly files: OpenFiles,
  ) {}

  /** Reads all groups below `dir`. Rejects with `corrupt_data` for a file that is not what was written. */
  static async open(dir: string, files: OpenFiles): Promise<CommittedOffsets> {
    await createDirectory(dir, files)
    const groups = new Map<string, GroupOffsets>()
    for (const name of await readdir(dir)) {
      const path = join(dir, name)
      if (name.endsWith('.new')) await rm(path)
      if (!name.endsWith(SUFFIX)) continue
      groups.set(
        name.slice(0, -SUFFIX.length),
        new GroupOffsets(path, decode(path, await readFile(path, 'utf8')), files),
      )
    }
    return new CommittedOffsets(dir, groups, files)
  }

  /** Makes the group known for the topic: from now on nothing of it is deleted before the group has committed it. */
  async join(group: string, topic: string): Promise<void> {
    let offsets = this.groups.get(group)
    if (!offsets) {
      offsets = new GroupOffsets(join(this.dir, group + SUFFIX), new Map(), this.files)
      this.groups.set(group, offsets)
    }
    if (!offsets.topics.has(topic)) await offsets.change(topic)
  }

  /** Resolves when the commit is durable. Commits of one partition take effect in the order of the calls. */
  async commit(group: string, topic: string, partition: number, commit: Commit): Promise<void> {
    await this.groups.get(group)?.change(topic, { partition, ...commit })
  }

  get(group: string, topic: string, partition: number): Commit | undefined {
    return this.groups.get(group)?.topics.get(topic)?.get(partition)
  }

  /** Each group that has joined the topic, with its commit of the partition, if there is one. */
  groupsOf(topic: string, partition: number): { group: string; committed: bigint | undefined }[] {
    const known = [...this.groups].filter(([, offsets]) => offsets.topics.has(topic))
    return known.map(([group, offsets]) => ({ group, committed: offsets.topics.get(topic)?.get(partition)?.offset }))
  }

  async settle(): Promise<void> {
    await Promise.all([...this.groups.values()].map((group) => group.settle()))
  }
}

function merge(durable: Topics, changes: readonly Change[]): Topics {
  const merged = new Map([...durable].map(([topic, partitions]) => [topic, new Map(partitions)]))
  for (const { topic, commit } of changes) {
    const partitions = merged.get(topic) ?? new Map<number, Commit>()
    merged.set(topic, partitions)
    if (commit) partitions.set(commit.partition, { offset: commit.offset, metadata: commit.metadata })
  }
  return merged
}

/** One line of JSON behind a line with its checksum. */
function encode(topics: Topics): string {
  const rows = [...topics].map(([topic, partitions]) => ({
    topic,
    partitions: [...partitions].map(([partition, { offset, metadata }]) => [partition, offset.toString(), metadata]),
  }))
  const json = JSON.stringify(rows)
  return `${crc32(json)}\n${json}\n`
}

function decode(path: string, text: string): Topics {
  const [sum, json = ''] = text.split('\n', 2)
  if (sum !== String(crc32(json))) {
    throw new PyflareError(
      'corrupt_data',
      `The committed offsets in ${path} are damaged. Restore the file, or delete it: its group then reads everything that is kept again.`,
    )
  }
  const rows = JSON.parse(json) as { topic: string; partitions: [number, string, string][] }[]
  return new Map(
    rows.map(({ topic, partitions }) => [
      topic,
      new Map(partitions.map(([partition, offset, metadata]) => [partition, { offset: BigInt(offset), metadata }])),
    ]),
  )
}
