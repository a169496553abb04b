'use strict'

/** A file of its own: to an old Node, `import` in a function is an error wherever it stands. */
import('../dist/main.js').catch((error) => {
  const isMissing = error.code === 'ERR_MODULE_NOT_FOUND'
  const mend = `PyFlare is not built, or not installed: npm run up does both. (${error.message})`
  process.stderr.write(`${isMissing ? mend : error.stack}\n`)
  process.exitCode = 1
})
