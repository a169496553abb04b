export type Language = 'shell' | 'python' | 'javascript' | 'json' | 'text'

export interface Token {
  text: string
  look: 'keyword' | 'string' | 'comment' | 'name' | 'number' | 'plain'
}

const RULES: Record<Exclude<Language, 'text'>, { look: Token['look']; pattern: string }[]> = {
  shell: [
    { look: 'comment', pattern: '(?<=^|\\s)#[^\\n]*' },
    { look: 'string', pattern: '"(?:\\\\.|[^"\\\\])*"|\'[^\']*\'' },
    { look: 'keyword', pattern: '(?<=^|\\n|\\| |&& )(?:export|curl|pip|npm|node|python3?|npx|cat)\\b' },
    { look: 'name', pattern: '\\$\\{?\\w+\\}?|(?<=\\s)--?[a-zA-Z][\\w-]*' },
  ],
  python: [
    { look: 'comment', pattern: '#[^\\n]*' },
    { look: 'string', pattern: '[fr]?"(?:\\\\.|[^"\\\\\\n])*"|[fr]?\'(?:\\\\.|[^\'\\\\\\n])*\'' },
    { look: 'keyword', pattern: '\\b(?:from|import|with|as|def|return|if|else|for|in|None|True|False)\\b' },
    { look: 'name', pattern: '\\b[a-zA-Z_]\\w*(?=\\()' },
    { look: 'number', pattern: '\\b\\d+(?:\\.\\d+)?\\b' },
  ],
  javascript: [
    { look: 'comment', pattern: '//[^\\n]*' },
    { look: 'string', pattern: '"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\'|`[^`]*`' },
    {
      look: 'keyword',
      pattern: '\\b(?:import|from|export|const|let|new|await|async|function|return|if|else|for|of|true|false|null)\\b',
    },
    { look: 'name', pattern: '\\b[a-zA-Z_]\\w*(?=\\()' },
    { look: 'number', pattern: '\\b\\d+(?:\\.\\d+)?\\b' },
  ],
  json: [
    { look: 'name', pattern: '"(?:\\\\.|[^"\\\\])*"(?=\\s*:)' },
    { look: 'string', pattern: '"(?:\\\\.|[^"\\\\])*"' },
    { look: 'keyword', pattern: '\\b(?:true|false|null)\\b' },
    { look: 'number', pattern: '-?\\b\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?\\b' },
  ],
}

/** Longer text is shown in one colour: colouring is a courtesy, and must never hold up a page. */
const MAX_CHARACTERS = 50_000

/** Cuts code into coloured pieces that joined give it back unchanged. */
export function highlight(code: string, language: Language): Token[] {
  if (language === 'text' || code.length > MAX_CHARACTERS) return [{ text: code, look: 'plain' }]
  const rules = RULES[language]
  const pattern = new RegExp(rules.map((rule) => `(${rule.pattern})`).join('|'), 'g')
  const tokens: Token[] = []
  let end = 0
  for (const match of code.matchAll(pattern)) {
    if (match.index > end) tokens.push({ text: code.slice(end, match.index), look: 'plain' })
    const rule = rules.findIndex((_, index) => match[index + 1] !== undefined)
    tokens.push({ text: match[0], look: rules[rule]?.look ?? 'plain' })
    end = match.index + match[0].length
  }
  if (end < code.length) tokens.push({ text: code.slice(end), look: 'plain' })
  return tokens
}
