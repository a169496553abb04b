type Close = () => Promise<void>

/** What has been opened and must be closed, last first. */
export class Closing {
  readonly #closers: Close[] = []

  add(close: Close): void {
    this.#closers.push(close)
  }

  /** Closes all, also when some fail; then throws the failures together. A second call closes nothing. */
  async run(): Promise<void> {
    const failures: unknown[] = []
    for (const close of this.#closers.splice(0).reverse()) {
      await close().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some parts did not close cleanly.')
  }
}
