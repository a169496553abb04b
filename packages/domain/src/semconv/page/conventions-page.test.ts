import { expect, test } from 'vitest'
import { emptySpan } from '../empty-span.ts'
import { snakeCase } from '../pick.ts'
import { conventionsPage } from './conventions-page.ts'
import { SECTIONS } from './sections.ts'

test('docs/semantic-conventions.md says what the tables say', async () => {
  await expect(conventionsPage()).toMatchFileSnapshot('../../../../../docs/semantic-conventions.md')
})

test('every column is on the page, once, with a sentence or a table', () => {
  const shown = SECTIONS.flatMap(({ columns }) => columns.map(({ column }) => column))
  expect([...shown].sort()).toEqual(Object.keys(emptySpan()).sort())
  const page = conventionsPage()
  for (const column of shown) {
    const [, said = ''] = page.split(`### \`${snakeCase(column)}\``)
    expect(said.split('###', 1)[0]?.trim().length, column).toBeGreaterThan(20)
  }
})
