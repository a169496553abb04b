export { type OpenRuntimeOptions, openRuntime, type Step } from './open-runtime.ts'
export { probeServers, type ServerProbes } from './probe-servers.ts'
export type { Runtime, RuntimePart } from './runtime.ts'
export type { InstallationSecrets } from './secrets.ts'
