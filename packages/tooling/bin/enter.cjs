// biome-ignore-all lint/suspicious/noVar: an old Node must be able to read this file.
// biome-ignore-all lint/style/useNodejsImportProtocol: an old Node must be able to read this file.
// biome-ignore-all lint/style/useTemplate: an old Node must be able to read this file.
'use strict'

/**
 * The way into every command of package.json: `node enter.cjs up [flags]`. Written for any Node, so that an old one says that it
 * is too old instead of failing at a word that it does not know.
 */
var path = require('path')
var complaint = require('./node-complaint.cjs')(process.versions.node)

if (complaint === undefined) {
  require('./end-with-npm.cjs')('exec node packages/tooling/bin/enter.cjs ' + process.argv[2])
  process.argv.splice(1, 2, path.join(__dirname, process.argv[2] + '.mjs'))
  require('./run-command.cjs')
} else {
  console.error(complaint)
  process.exitCode = 1
}
