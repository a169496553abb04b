// Runs the ClickHouse server that lives in chDB's library, in this process, until standard input ends.
//
// It is plain JavaScript because it is started by path, from a checkout and from a build alike.
// Arguments: what clickhouse-local takes on its command line, `--query` excepted.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** Tells the parent that trying again is pointless. Known to start-embedded-server.ts. */
const UNFIT = 78

const SERVE_FOREVER = [
  'SYSTEM START LISTEN HTTP;',
  // The library serves as long as its query runs, and stops with it. Standard input can't be that query: in a child of
  // Node it is a socket, which ClickHouse does not read.
  'SELECT sleepEachRow(1) FROM numbers(1000000000)',
  'SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 100000000000, max_execution_time = 0',
  'FORMAT Null',
].join(' ')

function libraryPath() {
  const name = `@chdb/lib-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`
  const here = createRequire(import.meta.url)
  for (const from of [here, createRequire(here.resolve('chdb'))]) {
    try {
      return join(dirname(from.resolve(`${name}/package.json`)), 'libchdb.so')
    } catch {
      // It may be installed beside chdb instead of beside us.
    }
  }
  throw new Error(`the package ${name} is not installed, or does not exist for this platform`)
}

async function openLibrary() {
  try {
    const ffi = (await import('ffi-rs')).default
    ffi.open({ library: 'chdb', path: libraryPath() })
    return ffi
  } catch (error) {
    process.stderr.write(`unfit: ${error instanceof Error ? error.message : error}\n`)
    process.exit(UNFIT)
  }
}

// The pipe closes when the parent ends, however it ends. Every acknowledged insert is in the data folder by then.
process.stdin.resume()
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'))
process.stdin.on('error', () => process.kill(process.pid, 'SIGKILL'))

const { load, DataType } = await openLibrary()
const args = ['clickhouse', ...process.argv.slice(2), '--query', SERVE_FOREVER]
await load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
  runInNewThread: true,
})
// The library has printed its reason. Its own tear-down crashes, so it is not given the chance.
process.kill(process.pid, 'SIGKILL')
