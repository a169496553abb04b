import { expect, test } from 'vitest'
import type { Exemplar } from '~/api/rows.ts'
import { exemplarMarks, tracedExemplars } from './exemplar-marks.ts'

const TRACE = 'a'.repeat(32)
const exemplar: Exemplar = {
  time: '2026-11-24T09:41:07.000000000Z',
  value: 1.5,
  trace_id: TRACE,
  span_id: null,
  service_name: 'shop',
  attributes: {},
  series_attributes: {},
}

test('exemplars lead to their trace, and to their span where they name one', () => {
  const told = [exemplar, { ...exemplar, span_id: 'b'.repeat(16) }, { ...exemplar, trace_id: null }]
  expect(tracedExemplars(told, 'prj_1').map(({ href }) => href)).toEqual([
    `/p/prj_1/traces/${TRACE}`,
    `/p/prj_1/traces/${TRACE}?span=${'b'.repeat(16)}`,
  ])
})

test('they stand at their value, or on the axis where the lines are on another scale', () => {
  const traced = tracedExemplars([exemplar], 'prj_1')
  const marks = (measured: boolean) => exemplarMarks(traced, (value) => `${value} s`, measured)
  expect(marks(true)).toEqual([
    {
      at: Date.parse('2026-11-24T09:41:07Z'),
      value: 1.5,
      label: '1.5 s in shop at 09:41:07, open its trace',
      href: `/p/prj_1/traces/${TRACE}`,
    },
  ])
  expect(marks(false)[0]?.value).toBeNull()
})
