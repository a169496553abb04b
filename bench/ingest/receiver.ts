/**
 * Runs the receiving half of a collector, of whichever checkout, in a process of its own: `receiver.ts <checkout> <data folder>`. It
 * prints one line of JSON, and ends with its standard input.
 */
import { pathToFileURL } from 'node:url'

const [checkout = '.', dataDir = ''] = process.argv.slice(2)

async function load<Exports>(path: string): Promise<Exports> {
  return (await import(pathToFileURL(`${checkout}/${path}`).href)) as Exports
}

const { loadConfig } = await load<typeof import('@pyflare/config')>('packages/config/src/index.ts')
const { createLogger } = await load<typeof import('@pyflare/observe')>('packages/observe/src/index.ts')
const { openRuntime } = await load<typeof import('@pyflare/runtime')>('packages/runtime/src/index.ts')
const { createCollectorService } = await load<typeof import('../../apps/collector/src/service.ts')>(
  'apps/collector/src/service.ts',
)

const ANY = '127.0.0.1:0'
const flags = { data_dir: dataDir, 'collector.otlp.grpc.endpoint': ANY, 'collector.otlp.http.endpoint': ANY }
const logger = createLogger({ level: 'warn', pretty: false, descriptor: 2 })
const runtime = await openRuntime(loadConfig({ env: {}, flags }), { logger, needs: ['eventLog', 'access'] })
const { project } = await runtime.access.people.createOwner({
  email: 'owner@pyflare.example',
  password: 'a long enough password',
  name: 'Owner',
})
const { secret } = await runtime.access.keys.create({ ...project, name: 'bench', scopes: ['ingest'] })
const service = createCollectorService(runtime, { receive: true, write: false })
await service.start()
console.log(JSON.stringify({ otlp_http: service.otlpHttpUrl, project_key: secret }))
for await (const _ of process.stdin);
await service.stop()
await runtime.close()
