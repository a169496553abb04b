// biome-ignore-all lint/complexity/useArrowFunction: an old Node must be able to read this file.
// biome-ignore-all lint/style/useTemplate: an old Node must be able to read this file.
// biome-ignore-all lint/suspicious/noVar: an old Node must be able to read this file.
// biome-ignore-all lint/correctness/noInnerDeclarations: an old Node must be able to read this file.
'use strict'

/** The Node that PyFlare needs; package.json says it too, in `engines`. Written for any Node: it runs before all else. */
var LEAST = [20, 19]

/** What is wrong with a version of Node, and what to do about it; undefined where nothing is. */
module.exports = function nodeComplaint(version) {
  var parts = version.split('.')
  var major = Number(parts[0])
  if (major > LEAST[0] || (major === LEAST[0] && Number(parts[1]) >= LEAST[1])) return undefined
  return (
    'PyFlare needs Node ' +
    LEAST.join('.') +
    ' or newer, and this is ' +
    version +
    '. Install a newer one from https://nodejs.org, or with nvm: nvm install 22'
  )
}
