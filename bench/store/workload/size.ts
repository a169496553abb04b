import { TRAFFIC } from './traffic.ts'
import type { WorkloadOptions } from './workload.ts'

/** Where the telemetry ends; a fixed moment, so that days and parts are cut the same each time. */
export const ENDS_AT = new Date('2026-11-20T12:00:00Z')

export const WORKLOAD: WorkloadOptions = {
  spans: 2_000_000,
  projects: 8,
  hours: 48,
  endsAt: ENDS_AT,
  traffic: TRAFFIC.mixed,
}
