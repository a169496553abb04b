import { z } from 'zod'

const explainedColumnSchema = z
  .object({
    column: z.string(),
    value: z.string().describe('As text: lists and structures as JSON, cut where it is long.'),
    from: z
      .array(z.string())
      .describe(
        'Places that it was read from, as docs/semantic-conventions.md writes them; none where it was worked out.',
      ),
    raw: z
      .string()
      .describe(
        'What stood there, cut where it is long; of content that left its place what the column keeps of it. Empty for what was gathered from several places.',
      ),
    as: z.string().describe('How that was understood: a name of docs/semantic-conventions.md.'),
    others: z
      .array(z.object({ from: z.string(), value: z.string() }))
      .describe('Places of less weight that say something else.'),
    why: z.array(z.string()),
    by: z
      .enum(['span', 'log_record', 'other_span', 'trace'])
      .describe('Whether the span says it itself, or which other record of its trace.'),
    span_id: z.string().nullable().describe('The other span, where it is known.'),
    now: z.string().nullable().describe('What this version reads, where that is something else.'),
  })
  .meta({ id: 'ExplainedColumn' })

export const spanExplanationSchema = z
  .object({
    trace_id: z.string(),
    span_id: z.string(),
    dialects: z.array(z.string()).describe('Whose words the span uses.'),
    normalizer_version: z.int().describe('The version of the rules that read the span last.'),
    current_version: z.int().describe('The version of the rules that read spans now.'),
    repaired: z.boolean(),
    conflicts: z.array(z.string()).describe('Columns of which two attributes said different things.'),
    columns: z.array(explainedColumnSchema),
  })
  .meta({ id: 'SpanExplanation' })
