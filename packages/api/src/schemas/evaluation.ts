import type { EvaluationRow, Json } from '@pyflare/telemetry-store'
import { z } from 'zod'

const json: z.ZodType<Json> = z.unknown() as z.ZodType<Json>

export const evaluationSchema = z
  .object({
    id: z.string().describe('Of name, target and identifier: of evaluations with one id the newest is told.'),
    time: z.string().meta({ format: 'date-time' }),
    trace_id: z.string().nullable(),
    span_id: z.string().nullable().describe('null for what is of a whole trace, of a session, or of a response.'),
    session_id: z.string(),
    response_id: z.string().describe('The response that is judged, whichever spans tell of it.'),
    name: z.string(),
    score: z.number().nullable(),
    label: z.string(),
    explanation: z.string(),
    source: z.string().describe("HUMAN, LLM, CODE or API; '' where nobody said."),
    evaluator: z.string(),
    identifier: z.string().describe('Tells judges of one name apart.'),
    metadata: json,
  })
  .meta({ id: 'Evaluation' }) satisfies z.ZodType<EvaluationRow>

export const evaluationListSchema = z
  .object({ evaluations: z.array(evaluationSchema), next_cursor: z.string().nullable() })
  .meta({ id: 'EvaluationListResponse' })
