import type { Candidate, ColumnRule } from '../column-rule.ts'

/** Time to the first token, less the start of the span (4.8). Values outside of the span's own time are refused. */
export const FIRST_TOKEN_CANDIDATES: readonly Candidate[] = [
  'pyflare.time_to_first_token',
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.client.operation.time_to_first_chunk',
  'gen_ai.client.inference.time_to_first_chunk',
  // Strands writes milliseconds under a name that others use for seconds.
  { read: 'gen_ai.server.time_to_first_token', as: 'milliseconds', when: { scope: 'strands' } },
  'gen_ai.server.time_to_first_token',
  'gen_ai.latency.time_to_first_token',
  { read: 'ai.response.msToFirstChunk', as: 'milliseconds' },
  { read: 'ai.stream.msToFirstChunk', as: 'milliseconds' },
  { read: 'langfuse.observation.completion_start_time', as: 'instant' },
  { read: 'mastra.completion_start_time', as: 'instant' },
]

/** Events whose first time is the first token's, where no attribute tells it. */
export const FIRST_TOKEN_EVENTS: readonly string[] = [
  'ai.stream.firstChunk',
  'gen_ai.content.completion.chunk',
  'llm.content.completion.chunk',
  'First Token Stream Event',
  'mlflow.chunk.item.0',
  'new_token',
]

export const TIMING_RULES: readonly ColumnRule[] = [
  {
    column: 'timePerOutputTokenNs',
    as: 'seconds',
    from: [
      'gen_ai.client.operation.time_per_output_chunk',
      'gen_ai.client.inference.time_per_output_chunk',
      'gen_ai.server.time_per_output_token',
    ],
  },
  { column: 'queueNs', as: 'seconds', from: ['gen_ai.latency.time_in_queue'] },
  {
    column: 'outputTokensPerSecond',
    as: 'number',
    from: ['ai.response.avgOutputTokensPerSecond', 'ai.response.avgCompletionTokensPerSecond'],
  },
]
