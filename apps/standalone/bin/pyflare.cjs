#!/usr/bin/env node
// biome-ignore-all lint/suspicious/noVar: an old Node must be able to read this file.
// biome-ignore-all lint/style/useTemplate: an old Node must be able to read this file.
'use strict'

/** The `pyflare` command. Written for any Node, so that an old one says that it is too old instead of failing at an import. */
var complaint = require('../../../packages/tooling/bin/node-complaint.cjs')(process.versions.node)

if (complaint === undefined) {
  require('../../../packages/tooling/bin/end-with-npm.cjs')('pyflare')
  require('./start.cjs')
} else {
  process.stderr.write(complaint + '\n')
  process.exitCode = 1
}
