/** Bars of the width of words, where rows are on their way. The height is that of the rows to come. */
export function SkeletonRows({ count = 8, rowHeight = 28 }: { count?: number; rowHeight?: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className="flex items-center gap-4 border-line-1 border-b px-4" style={{ height: rowHeight }}>
          <span className="skeleton w-2" />
          <span className="skeleton w-14" />
          <span className="skeleton" style={{ width: 80 + ((row * 37) % 48) }} />
          <span className="skeleton" style={{ width: `${30 + ((row * 23) % 32)}%` }} />
          <span className="skeleton ml-auto w-11" />
        </div>
      ))}
    </div>
  )
}
