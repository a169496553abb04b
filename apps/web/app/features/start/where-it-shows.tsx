import { CopyButton } from '~/ui/controls/copy-button.tsx'

interface WhereItShowsProps {
  otlpHttp: string | null
  otlpGrpc: string | null
}

/** What an exporter needs to know, and what happens to what it sends. */
export function WhereItShows({ otlpHttp, otlpGrpc }: WhereItShowsProps) {
  const addresses = [
    { label: 'OTLP over HTTP', address: otlpHttp },
    { label: 'OTLP over gRPC', address: otlpGrpc },
  ].filter((it): it is { label: string; address: string } => it.address !== null)
  return (
    <aside aria-label="Where to send" className="text-12">
      <h2 className="section-head">Where to send</h2>
      {addresses.length === 0 && <p className="text-3">Ask who runs the collector.</p>}
      <dl className="mb-5">
        {addresses.map(({ label, address }) => (
          <div key={label} className="mb-2">
            <dt className="text-11 text-3">{label}</dt>
            <dd className="flex items-center gap-1">
              <span className="mono-s ell flex-1" title={address}>
                {address}
              </span>
              <CopyButton variant="quiet" size="small" iconOnly text={address} label={`Copy ${label}`} />
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="section-head">What is taken</h2>
      <ul className="flex flex-col gap-2 text-2">
        <li>Traces, logs and metrics, as protobuf or JSON, with gzip or without</li>
        <li>Requests of 16 MiB at most</li>
        <li>On disk before it is acknowledged, on this page about two seconds later</li>
      </ul>
    </aside>
  )
}
