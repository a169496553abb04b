import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'
import { newestSpanRow } from './newest-row.ts'

export function rootAttributesStatement(projectId: string, extent: Extent, spanId: string): Statement {
  return newestSpanRow('root attributes', 'attributes', projectId, extent, spanId)
}
