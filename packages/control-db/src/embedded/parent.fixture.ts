import { createLogger } from '@pyflare/observe'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

/** A program that starts PostgreSQL in the given folder, says its address, and lives until it is ended. */
const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', logger })
process.stdout.write(`${server.url}\n`)
setInterval(() => undefined, 60_000)
