interface MarkedProps {
  text: string
  /** Marked wherever they occur, letter case ignored. */
  words: string
}

const MAX_MARKS = 200

export function Marked({ text, words }: MarkedProps) {
  if (words === '') return <>{text}</>
  return <>{cut(text, words).map((piece, index) => (piece.hit ? <mark key={index}>{piece.text}</mark> : piece.text))}</>
}

function cut(text: string, words: string): { text: string; hit: boolean }[] {
  const pieces: { text: string; hit: boolean }[] = []
  const [lower, wanted] = [text.toLowerCase(), words.toLowerCase()]
  let end = 0
  for (let at = lower.indexOf(wanted); at >= 0 && pieces.length < MAX_MARKS; at = lower.indexOf(wanted, end)) {
    if (at > end) pieces.push({ text: text.slice(end, at), hit: false })
    end = at + wanted.length
    pieces.push({ text: text.slice(at, end), hit: true })
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hit: false })
  return pieces
}
