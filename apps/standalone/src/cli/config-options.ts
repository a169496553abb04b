import { type InspectedConfig, inspectConfig } from '@pyflare/config'
import type { Command } from 'commander'

/** Flags that every command takes, as commander hands them over. */
export interface CommonFlags {
  config?: string
  dataDir?: string
  logLevel?: string
  host?: string
  port?: number | string
  otlpGrpcPort?: number | string
  otlpHttpPort?: number | string
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'YAML file with settings, see docs/configuration.md')
    .option('--data-dir <folder>', 'where everything is kept (default: .pyflare)')
    .option('--log-level <level>', 'debug, info, warn, error or silent')
}

export function withListenOptions(command: Command): Command {
  return command
    .option('--host <host>', 'where to listen: 127.0.0.1 (default) or 0.0.0.0 for every network')
    .option('--port <port>', 'of pages and API (default: 8080; 0: any free one)', numberOf)
    .option('--otlp-grpc-port <port>', 'of OTLP over gRPC (default: 4317; 0: any free one)', numberOf)
    .option('--otlp-http-port <port>', 'of OTLP over HTTP (default: 4318; 0: any free one)', numberOf)
}

/** What is no number stays as it was said, so that the configuration can say what is wrong with it. */
function numberOf(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
}

/** The configuration with the command line's say in it. Throws `config_invalid`. */
export function inspectFlags(flags: CommonFlags): InspectedConfig {
  const base = inspectConfig({ file: flags.config, flags: settingsOf(flags) })
  const { grpc, http } = base.config.collector.otlp
  const endpoint = (host: string, port: number | string) =>
    host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  const moved = (own: { host: string; port: number }, port: number | string | undefined) =>
    flags.host === undefined && port === undefined ? undefined : endpoint(flags.host ?? own.host, port ?? own.port)
  return inspectConfig({
    file: flags.config,
    flags: {
      ...settingsOf(flags),
      'collector.otlp.grpc.endpoint': moved(grpc.endpoint, flags.otlpGrpcPort),
      'collector.otlp.http.endpoint': moved(http.endpoint, flags.otlpHttpPort),
    },
  })
}

function settingsOf({ dataDir, logLevel, host, port }: CommonFlags): Record<string, unknown> {
  return { data_dir: dataDir, 'log.level': logLevel, 'server.host': host, 'server.port': port }
}
