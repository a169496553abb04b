import { expect, test } from 'vitest'
import { heldContent } from './held-content.ts'

const NOTHING = {
  ...{ input: '', inputMessages: '', inputPreview: '' },
  ...{ output: '', outputMessages: '', outputPreview: '' },
}

test.each([
  ['messages', { input: '[1]', inputMessages: '[1]', inputPreview: '1' }, { input: '', inputHeldBy: 2 }],
  ['a preview and what follows', { input: 'abc', inputPreview: 'ab' }, { input: 'c', inputHeldBy: 3 }],
  ['a preview alone', { input: 'abc', inputPreview: 'abc' }, { input: '', inputHeldBy: 3 }],
  ['nothing else', { input: 'abc', inputPreview: 'x', inputMessages: '[1]' }, { input: 'abc', inputHeldBy: 1 }],
])('Input that is held by %s is written once', (_, columns, expected) => {
  expect(heldContent({ ...NOTHING, ...columns }, '')).toMatchObject(expected)
})

test.each([
  ['documents', { output: '[1]', outputPreview: '[1]' }, '[1]', { output: '', outputHeldBy: 4 }],
  ['messages, where documents say the same', { output: '[1]', outputMessages: '[1]' }, '[1]', { outputHeldBy: 2 }],
  ['nobody, for there is none', {}, '', { output: '', outputHeldBy: 2 }],
])('Output that is held by %s is written once', (_, columns, documents, expected) => {
  expect(heldContent({ ...NOTHING, ...columns }, documents)).toMatchObject(expected)
})
