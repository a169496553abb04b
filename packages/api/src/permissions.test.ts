import { expect, test } from 'vitest'
import { appRouter } from './router.ts'
import type { ProcedureMeta } from './trpc.ts'

test('every procedure names its permission', () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>,
  )
  expect(procedures.length).toBeGreaterThan(10)
  for (const [name, { _def }] of procedures) expect(_def.meta?.permission, name).toBeDefined()
})
