'use strict'

const { pathToFileURL } = require('node:url')

/** A file of its own: to an old Node, `import` in a function is an error wherever it stands. */
import(pathToFileURL(process.argv[1]).href).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
