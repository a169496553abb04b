/** What rows of a table may lack, by name: a condition over its columns. */
type Lacks<Name extends string> = Readonly<Record<Name, string>>

/** How many rows lack it, and the newest trace of one that does. */
export type RawLacks<Name extends string> = Record<Name | `${Name}_trace`, string>

export function lackColumns(lacks: Lacks<string>): string {
  const columns = Object.entries(lacks).flatMap(([name, condition]) => [
    `countIf(${condition}) AS ${name}`,
    `lower(hex(argMaxIf(trace_id, start_time, ${condition}))) AS ${name}_trace`,
  ])
  return columns.join(',\n  ')
}

export function lackCounts<Name extends string>(
  lacks: Lacks<Name>,
  raw: RawLacks<NoInfer<Name>>,
): Record<Name, number> {
  const names = Object.keys(lacks) as Name[]
  return Object.fromEntries(names.map((name) => [name, Number(raw[name])])) as Record<Name, number>
}

/** The newest trace of each lack that there is. */
export function lackExamples<Name extends string>(
  lacks: Lacks<Name>,
  raw: RawLacks<NoInfer<Name>>,
): Record<string, string> {
  const names = Object.keys(lacks) as Name[]
  return Object.fromEntries(names.filter((name) => Number(raw[name]) > 0).map((name) => [name, raw[`${name}_trace`]]))
}
