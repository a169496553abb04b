import { createHash } from 'node:crypto'
import type { StringMap } from '@pyflare/domain'
import type { PointRecord } from '../pipeline/records.ts'

/** 64 bits that are the same for all points of a time series: its name, resource, scope and attributes, in any order. */
export function seriesHash(point: PointRecord): bigint {
  const { metricName, scopeName, scopeVersion, resourceAttributes, attributes } = point
  const identity = JSON.stringify([metricName, scopeName, scopeVersion, sorted(resourceAttributes), sorted(attributes)])
  return createHash('sha256').update(identity).digest().readBigUInt64LE(0)
}

function sorted(map: StringMap): [string, string][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
}
