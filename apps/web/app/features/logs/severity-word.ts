const WORDS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const STEPS_OF_EACH = 4

/** OpenTelemetry's short name of a severity number (9 is INFO, 10 is INFO2), where the record has no text of its own. */
export function severityWord(number: number): string {
  const word = WORDS[Math.floor((number - 1) / STEPS_OF_EACH)]
  if (word === undefined) return number === 0 ? 'log' : String(number)
  const step = (number - 1) % STEPS_OF_EACH
  return step === 0 ? word : `${word}${step + 1}`
}
