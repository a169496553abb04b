import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { createProgram } from './program.ts'

const run = (...words: string[]) => createProgram().exitOverride().parseAsync(words, { from: 'user' })

test.each([
  [['docter'], 'There is no command `docter`. Did you mean `pyflare doctor`? See pyflare --help.'],
  [['--port', '0', 'nonsense'], 'There is no command `nonsense`. There are up, doctor, migrate, keys, config, demo.'],
  [['up', 'now'], '`pyflare up` takes flags alone, not `now`.'],
])('pyflare %j is told what there is', async (words, sentence) => {
  await expect(run(...words)).rejects.toThrow(sentence)
})

test('--version says the version', async () => {
  let said = ''
  const program = createProgram()
    .exitOverride()
    .configureOutput({ writeOut: (text) => (said += text) })
  await expect(program.parseAsync(['--version'], { from: 'user' })).rejects.toMatchObject({ exitCode: 0 })
  expect(said).toBe(`${manifest.version}\n`)
})
