import type { FindRanges, TextRange } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import { RE2JS } from 're2js'

/**
 * Compiles a pattern in RE2 syntax: its search takes time linear in the text, whatever the pattern. Throws `config_invalid` for a
 * pattern that is none.
 */
export function compilePattern(pattern: string, ruleName: string): FindRanges {
  const compiled = parse(pattern)
  if (typeof compiled === 'string')
    throw new PyflareError(
      'config_invalid',
      `redaction.rules: the pattern of ${ruleName} is not in RE2 syntax: ${compiled}.`,
    )
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

/** What is wrong with a pattern; undefined where nothing is. */
export function patternFault(pattern: string): string | undefined {
  const compiled = parse(pattern)
  return typeof compiled === 'string' ? compiled : undefined
}

/** The compiled pattern, or why it is none. */
function parse(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read'
  }
}
