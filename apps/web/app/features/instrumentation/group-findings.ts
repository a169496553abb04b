import type { Instrumentation } from '~/api/rows.ts'

export type Finding = Instrumentation['findings'][number]
export type Library = Instrumentation['libraries'][number]
type Service = Instrumentation['services'][number]

/** One kind of finding, wherever it was found: in versions and services of a library, or in traces of services. */
export interface FindingGroup {
  id: Finding['id']
  severity: Finding['severity']
  title: string
  unit: Finding['unit']
  /** How many lack it, of all that could have it, those of versions and services that lack nothing included. */
  count: number
  of: number
  /** Worst first. */
  places: Finding[]
  /** Only where some versions, or some services, lack it and others do not. */
  versions: string[]
  services: string[]
}

/** A library under all its versions and in all services that use it. */
export interface LibraryGroup {
  /** '' where spans name none. */
  scopeName: string
  /** Newest first. */
  versions: string[]
  dialects: string[]
  services: string[]
  spans: number
  calls: number
  /** Worst first; empty where nothing lacks. */
  findings: FindingGroup[]
}

export interface GroupedFindings {
  libraries: LibraryGroup[]
  /** What traces lack, whatever library told of them. */
  traces: FindingGroup[]
}

/** Findings by the library that they are about, worst first, and those of traces. */
export function groupFindings({ libraries, services, findings }: Instrumentation): GroupedFindings {
  const groups = groupsBy(libraries, ({ scope_name }) => scope_name).map(([scopeName, rows]) =>
    libraryGroup(
      scopeName,
      rows,
      findings.filter((finding) => finding.unit !== 'traces' && finding.scope_name === scopeName),
    ),
  )
  const traces = kindsOf(
    findings.filter(({ unit }) => unit === 'traces'),
    services.map((service) => ({ service_name: service.service_name, scope_version: '', ...amounts(service) })),
  )
  return { libraries: groups.sort(worseFirst), traces }
}

function libraryGroup(scopeName: string, rows: readonly Library[], findings: readonly Finding[]): LibraryGroup {
  const total = (count: (row: Library) => number) => rows.reduce((sum, row) => sum + count(row), 0)
  return {
    scopeName,
    versions: distinct(rows.map(({ scope_version }) => scope_version)).sort(newerFirst),
    dialects: distinct(rows.flatMap(({ dialects }) => dialects)).sort(),
    services: distinct(rows.map(({ service_name }) => service_name)).sort(),
    spans: total(({ spans }) => spans),
    calls: total(({ calls }) => calls),
    findings: kindsOf(findings, rows),
  }
}

/** Where a finding may be: a version of a library in a service, or the traces of a service. */
interface Place {
  service_name: string
  scope_version: string
  spans: number
  calls: number
  traces?: number
}

function amounts({ traces }: Service) {
  return { spans: 0, calls: 0, traces }
}

/** Findings stand worst first, and so do their kinds. */
function kindsOf(findings: readonly Finding[], all: readonly Place[]): FindingGroup[] {
  return groupsBy(findings, ({ id }) => id).map(([, places]) => {
    const [{ id, severity, title, unit }] = places
    const elsewhere = all.filter((place) => !places.some((finding) => isAt(finding, place)))
    const versions = distinct(places.map(({ scope_version }) => scope_version))
    const services = distinct(places.map(({ service_name }) => service_name))
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    return {
      ...{ id, severity, title, unit, places },
      count: sum(places.map(({ count }) => count)),
      of: sum(places.map(({ of }) => of)) + sum(elsewhere.map((place) => place[unit] ?? 0)),
      versions: all.every(({ scope_version }) => versions.includes(scope_version)) ? [] : versions.sort(newerFirst),
      services: all.every(({ service_name }) => services.includes(service_name)) ? [] : services.sort(),
    }
  })
}

function isAt(finding: Finding, { service_name, scope_version }: Place): boolean {
  return finding.service_name === service_name && finding.scope_version === scope_version
}

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warn', 'info']

/** By the worst that a library lacks, then by how much lacks it; those that lack nothing last, by what they send. */
function worseFirst(one: LibraryGroup, other: LibraryGroup): number {
  const [first, second] = [one.findings[0], other.findings[0]]
  const rank = (group: FindingGroup | undefined) =>
    group === undefined ? SEVERITIES.length : SEVERITIES.indexOf(group.severity)
  return (
    rank(first) - rank(second) ||
    (second?.count ?? 0) - (first?.count ?? 0) ||
    other.calls - one.calls ||
    other.spans - one.spans ||
    one.scopeName.localeCompare(other.scopeName)
  )
}

/** `1.10.0` before `1.9.2`. */
function newerFirst(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true })
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)]
}

/** In the order in which keys are first met. */
function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, [Item, ...Item[]]][] {
  const groups = new Map<string, [Item, ...Item[]]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return [...groups]
}
