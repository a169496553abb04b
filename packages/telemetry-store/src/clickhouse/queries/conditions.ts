import type { Params } from '../connection.ts'

/** Conditions joined by AND, each a constant of ours with bound values. Starts with the project: no query goes without. */
export class Conditions {
  readonly #sql: string[] = ['project_id = {project:String}']
  readonly #params: Record<string, Params[string]>

  constructor(projectId: string) {
    this.#params = { project: projectId }
  }

  /** Adds `sql`, whose placeholder `{name:Type}` is bound to `value`. */
  add(sql: string, params: Params = {}): this {
    this.#sql.push(sql)
    Object.assign(this.#params, params)
    return this
  }

  /** Adds it only where there is a value: '' and undefined ask for nothing. */
  when(value: string | number | undefined, name: string, sql: string): this {
    return value === undefined || value === '' ? this : this.add(sql, { [name]: value })
  }

  get sql(): string {
    return this.#sql.join('\n  AND ')
  }

  get params(): Params {
    return this.#params
  }
}

/** A range of time: from its start, up to its end and not at it. */
export function within(conditions: Conditions, column: string, start?: bigint, end?: bigint): Conditions {
  if (start !== undefined) {
    conditions.add(`${column} >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')`, { start })
  }
  if (end !== undefined) conditions.add(`${column} < fromUnixTimestamp64Nano({end:Int64}, 'UTC')`, { end })
  return conditions
}
