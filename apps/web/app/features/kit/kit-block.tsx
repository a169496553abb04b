import type { ReactNode } from 'react'

interface KitBlockProps {
  title: string
  detail?: string
  wide?: boolean
  children: ReactNode
}

export function KitBlock({ title, detail, wide, children }: KitBlockProps) {
  return (
    <section className={wide ? 'kit-block kit-wide' : 'kit-block'}>
      <h2>
        {title}
        {detail && <span className="ml-2 font-normal text-11 text-3">{detail}</span>}
      </h2>
      {children}
    </section>
  )
}
