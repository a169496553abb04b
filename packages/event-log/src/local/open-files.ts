import { type FileHandle, open } from 'node:fs/promises'
import { errnoOf } from './disk-error.ts'
import { FILE_MODE } from './private-files.ts'

interface OpenFile {
  path: string
  handle: Promise<FileHandle>
  users: number
  /** Closed when its last user is done. */
  doomed: boolean
}

/** Keeps a bounded number of files open for reading and writing, the longest unused one closed first. */
export class OpenFiles {
  // A Map remembers the order of insertion; a used file is put in again, so the first is the longest unused.
  readonly #files = new Map<string, OpenFile>()
  readonly #waiting: (() => void)[] = []

  constructor(private readonly limit: number) {}

  /** Runs `work` with the open file; it stays open at least until `work` settles. Opening can fail as `open` does. */
  async use<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await this.#acquire(path)
    try {
      return await work(await file.handle)
    } finally {
      this.#release(file)
    }
  }

  /**
   * Opens a file that its caller closes; one that is made is its owner's alone. Where the process has too many open files, idle ones are closed for it; fails with
   * `EMFILE` when there are none.
   */
  async open(path: string, flags: string): Promise<FileHandle> {
    for (;;) {
      try {
        return await open(path, flags, FILE_MODE)
      } catch (error) {
        const tooMany = errnoOf(error) === 'EMFILE' || errnoOf(error) === 'ENFILE'
        if (!tooMany || !(await this.#closeIdle())) throw error
      }
    }
  }

  /** Closes a file once nobody uses it: it is about to be deleted, or what is known of it can't be trusted. */
  async forget(path: string): Promise<void> {
    const file = this.#files.get(path)
    if (!file) return
    this.#files.delete(path)
    file.doomed = true
    if (file.users === 0) await close(file)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.keys()].map((path) => this.forget(path)))
  }

  async #acquire(path: string): Promise<OpenFile> {
    for (;;) {
      const known = this.#files.get(path)
      if (known) {
        this.#files.delete(path)
        this.#files.set(path, known)
        known.users++
        return known
      }
      if (this.#files.size < this.limit) return this.#keep(path)
      if (!(await this.#closeIdle())) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #keep(path: string): OpenFile {
    const file: OpenFile = { path, handle: this.open(path, 'r+'), users: 1, doomed: false }
    this.#files.set(path, file)
    file.handle.catch(() => {
      if (this.#files.get(path) === file) this.#files.delete(path)
    })
    return file
  }

  async #closeIdle(): Promise<boolean> {
    for (const file of this.#files.values()) {
      if (file.users > 0) continue
      await this.forget(file.path)
      return true
    }
    return false
  }

  #release(file: OpenFile): void {
    file.users--
    if (file.users > 0) return
    if (file.doomed) void close(file)
    this.#waiting.shift()?.()
  }
}

/** A file that can't be closed was synced before: nothing is lost with it, so the failure has nobody to go to. */
async function close(file: OpenFile): Promise<void> {
  await file.handle.then((handle) => handle.close()).catch(() => undefined)
}
