import { expect, test } from 'vitest'
import { lostWords } from './lost-words.ts'

const NOTHING = { rejected: 0, refused_requests: 0, set_aside: 0, reason: null }

test('where all was kept nothing is said', () => {
  expect(lostWords(NOTHING)).toBeUndefined()
})

test('each kind of loss is counted, and the most frequent reason told', () => {
  expect(lostWords({ ...NOTHING, rejected: 1_412, reason: 'the time is odd' })).toBe(
    'In the last hour not all was kept: 1,412 items rejected: the time is odd.',
  )
  expect(lostWords({ rejected: 1, refused_requests: 1, set_aside: 2, reason: null })).toBe(
    'In the last hour not all was kept: 1 item rejected, 1 request refused, 2 messages set aside.',
  )
})
