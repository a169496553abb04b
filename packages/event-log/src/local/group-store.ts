import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PyflareError } from '@pyflare/observe'
import { createDirectory, replaceFile } from './durable-file.ts'

const METADATA_LIMIT = 4000

export interface Committed {
  offset: bigint
  metadata: string
}

/** Committed offsets of consumer groups, one small file each, replaced whole and synced. */
export class GroupStore {
  readonly #committed = new Map<string, Committed>()

  private constructor(private readonly dir: string) {}

  static async open(dir: string): Promise<GroupStore> {
    await createDirectory(dir)
    const store = new GroupStore(dir)
    for (const name of await readdir(dir)) {
      if (!name.endsWith('.json')) continue
      const { key, offset, metadata } = parse(await readFile(join(dir, name), 'utf8'), join(dir, name))
      store.#committed.set(key, { offset: BigInt(offset), metadata })
    }
    return store
  }

  get(group: string, topic: string, partition: number): Committed | undefined {
    return this.#committed.get(keyOf(group, topic, partition))
  }

  /** The groups that ever committed on a topic. */
  groupsOf(topic: string): string[] {
    const groups = [...this.#committed.keys()].map((key) => JSON.parse(key) as [string, string, number])
    return [...new Set(groups.filter(([, of]) => of === topic).map(([group]) => group))]
  }

  async set(group: string, topic: string, partition: number, committed: Committed): Promise<void> {
    if (committed.metadata.length > METADATA_LIMIT) {
      throw new PyflareError(
        'invalid_argument',
        `Offset metadata has ${committed.metadata.length} characters; ${METADATA_LIMIT} are allowed.`,
      )
    }
    const key = keyOf(group, topic, partition)
    const name = `${encodeURIComponent(group)}.${encodeURIComponent(topic)}.${partition}.json`
    await replaceFile(
      join(this.dir, name),
      JSON.stringify({ key, offset: committed.offset.toString(), metadata: committed.metadata }),
    )
    this.#committed.set(key, committed)
  }
}

function keyOf(group: string, topic: string, partition: number): string {
  return JSON.stringify([group, topic, partition])
}

function parse(text: string, path: string): { key: string; offset: string; metadata: string } {
  try {
    return JSON.parse(text) as { key: string; offset: string; metadata: string }
  } catch (cause) {
    throw new PyflareError(
      'corrupt_data',
      `The committed offset in ${path} cannot be read. Delete the file to read its partition from the oldest message again.`,
      { cause },
    )
  }
}
