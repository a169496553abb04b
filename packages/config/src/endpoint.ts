/** Where a server listens: `0.0.0.0:4317`, `[::1]:4318`. Port 0 means any free one. */
export class Endpoint {
  constructor(
    readonly host: string,
    readonly port: number,
  ) {}

  /** undefined for a text that is no `host:port`. */
  static parse(text: string): Endpoint | undefined {
    const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]*)):(\d{1,5})$/i.exec(text) ?? []
    const port = Number(digits)
    if (digits === undefined || port > 65_535) return undefined
    return new Endpoint(bracketed ?? (plain || '0.0.0.0'), port)
  }

  toString(): string {
    return this.host.includes(':') ? `[${this.host}]:${this.port}` : `${this.host}:${this.port}`
  }

  toJSON(): string {
    return this.toString()
  }
}
