import type { FindRanges, TextRange } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import { RE2JS } from 're2js'

/**
 * Compiles a pattern in RE2 syntax: its search takes time linear in the text, whatever the pattern. Throws `config_invalid` for a
 * pattern that is none.
 */
export function compilePattern(pattern: string, ruleName: string): FindRanges {
  const compiled = parse(pattern, ruleName)
  return (text) => {
    if (!compiled.test(text)) return []
    const matcher = compiled.matcher(text)
    const ranges: TextRange[] = []
    while (matcher.find()) {
      const [start, end] = [matcher.start(), matcher.end()]
      if (end > start) ranges.push({ start, end })
    }
    return ranges
  }
}

function parse(pattern: string, ruleName: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it cannot be read'
    throw new PyflareError(
      'config_invalid',
      `redaction.rules: the pattern of ${ruleName} is not in RE2 syntax: ${why}.`,
      {
        cause,
      },
    )
  }
}
