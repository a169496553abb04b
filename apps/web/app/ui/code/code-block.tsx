import { useMemo } from 'react'
import { CopyButton } from '../controls/copy-button.tsx'
import { highlight, type Language } from './highlight.ts'

interface CodeBlockProps {
  code: string
  language?: Language
  /** What is copied, for those who do not see it: "Copy Python". */
  copyLabel?: string
  /** What is copied where it differs from what is shown: a secret that is shown in short. */
  copyText?: string
  /** Breaks long lines instead of scrolling sideways. */
  wrap?: boolean
  className?: string
}

export function CodeBlock(props: CodeBlockProps) {
  const { code, language = 'text', copyLabel = 'Copy', copyText, wrap, className = '' } = props
  const tokens = useMemo(() => highlight(code, language), [code, language])
  return (
    <div className={`code-block ${wrap ? 'code-block-wrap' : ''} ${className}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key. */}
      <pre tabIndex={0}>
        <code>
          {tokens.map((token, index) =>
            token.look === 'plain' ? (
              token.text
            ) : (
              <span key={index} className={`c-${token.look}`}>
                {token.text}
              </span>
            ),
          )}
        </code>
      </pre>
      <div className="copy">
        <CopyButton text={copyText ?? code} label={copyLabel} variant="secondary" size="small" iconOnly />
      </div>
    </div>
  )
}
