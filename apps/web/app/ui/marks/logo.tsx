/** An F that is a span tree: trunk, a root span that flares, a child span. Never smaller than 16 pixels. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" role="img" aria-label="PyFlare" className="block flex-none">
      <path d="M4 5h3v16H4zM9 13.5h8v3H9z" fill="var(--text-1)" />
      <path d="M9 5c5.2 0 9-1 12-3.4V11c-2.4-2-5.8-3-12-3z" fill="var(--accent)" />
    </svg>
  )
}
