/** Tells a person what is being done: one line a step, with the time it took. */
export class Progress {
  readonly #startedAt = performance.now()

  constructor(private readonly write: (line: string) => void) {}

  /** Runs a step and tells how it went. Steps may overlap: each line comes when its step ends. */
  step = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const startedAt = performance.now()
    try {
      const result = await work()
      this.write(`  ok    ${name.padEnd(28)} ${seconds(performance.now() - startedAt)}`)
      return result
    } catch (error) {
      this.write(`  FAIL  ${name.padEnd(28)} ${seconds(performance.now() - startedAt)}`)
      throw error
    }
  }

  say(line: string): void {
    this.write(line)
  }

  elapsed(): string {
    return seconds(performance.now() - this.#startedAt)
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
