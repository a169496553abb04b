'use strict'

/** How soon it is noticed that npm is gone. */
const LOOK_EVERY_MS = 500

/**
 * Ends this process, as SIGTERM does, when the npm that runs it as `script` is gone. npm hands SIGINT and SIGTERM on; but nobody
 * tells that it was killed, or that a shell between us was ended in our stead, and what goes on then holds the ports and the data
 * folder of a program that its user believes to be stopped.
 *
 * Whoever puts PyFlare in the background on purpose keeps it: with `nohup`, `setsid`, `&` or `disown` it is the shell that goes,
 * and npm, our parent, stays. Where the command is only a part of what npm runs, or npm did not start it, nothing is watched.
 */
module.exports = function endWithNpm(script) {
  if (process.env.npm_lifecycle_script !== script) return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS).unref()
}
