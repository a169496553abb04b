const MAX_LENGTH = 64

/** The name and version by which a client sends, out of its User-Agent, without the libraries below it: `OTel-OTLP-Exporter-Python/1.38.0`. */
export function clientName(userAgent: string | undefined): string {
  const [own = ''] = (userAgent ?? '').split(/ (?=grpc|\()/, 1)
  return own
    .replaceAll(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, MAX_LENGTH)
}
