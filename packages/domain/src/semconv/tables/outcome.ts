import type { Candidate } from '../column-rule.ts'
import { inAnswer, MODEL_CALL } from './answers.ts'

/** Errors and finish (4.10). */
export const ERROR_TYPE_CANDIDATES: readonly Candidate[] = [
  { read: 'error.type', as: 'className' },
  // OpenTelemetry's JavaScript SDK writes an error's code there, which may be a status; its class then heads the stack trace.
  { read: 'event:exception@exception.type', as: 'errorName' },
  { read: 'event:exception@exception.stacktrace', as: 'stackHead' },
  'event:gen_ai.client.operation.exception@exception.type',
  'exception.type',
  'gen_ai.framework.error.type',
]

export const ERROR_MESSAGE_CANDIDATES: readonly Candidate[] = [
  'span:status_message',
  'event:exception@exception.message',
  'event:gen_ai.client.operation.exception@exception.message',
  'exception.message',
  'langfuse.observation.status_message',
  'gen_ai.framework.error.message',
]

export const HTTP_STATUS_CANDIDATES: readonly Candidate[] = [
  'http.response.status_code',
  'http.status_code',
  'event:exception@exception.type',
]

export const FINISH_CANDIDATES: readonly Candidate[] = [
  'pyflare.finish_reason',
  'gen_ai.response.finish_reasons',
  'llm.finish_reason',
  'ai.response.finishReason',
  'gen_ai.finishReason',
  'gen_ai.response.finish_reason',
  'llm.response.finish_reason',
  'gen_ai.response.stop_reason',
  'llm.response.stop_reason',
  'gen_ai.completion.0.finish_reason',
  'gen_ai.choice.finish_reason',
  'anthropic.message.stop_reason',
  'event:gen_ai.choice@finish_reason',
  'langfuse.observation.metadata.finish_reason',
  'genkit:output$.raw.choices[0].finish_reason',
  'genkit:output$.finishReason',
]

/** Asked when neither an attribute nor an output message says why the answer ended. */
export const LATE_FINISH_CANDIDATES: readonly Candidate[] = [
  ...inAnswer(
    'choices[0].finish_reason',
    'stop_reason',
    'candidates[0].finish_reason',
    'candidates[0].finishReason',
    'generations[0][0].generation_info.finish_reason',
    'incomplete_details.reason',
    'status',
    'stopReason',
    'done_reason',
    'finish_reason',
    'finishReason',
  ),
  { read: 'event:new_token@chunk$.kwargs.generation_info.finish_reason', when: MODEL_CALL },
]

/** Finish reasons of every provider, in one vocabulary. Others are kept, in lower case. */
export const FINISH_REASONS: Readonly<Record<string, readonly string[]>> = {
  stop: ['stop', 'end_turn', 'stop_sequence', 'eos', 'eos_token', 'complete', 'completed', 'finish', 'finished'],
  length: ['length', 'max_tokens', 'max_output_tokens', 'model_length', 'model_context_window_exceeded'],
  tool_call: ['tool_calls', 'tool_call', 'tool_use', 'function_call', 'tool-calls', 'malformed_function_call'],
  content_filter: [
    'content_filter',
    'content-filter',
    'content_filtered',
    'safety',
    'refusal',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'guardrail_intervened',
  ],
  error: ['error', 'failed'],
}

/** Values of a response's `status` that say nothing of why it ended. */
export const UNFINISHED: ReadonlySet<string> = new Set(['in_progress', 'queued', 'incomplete', 'success', 'ok'])

/**
 * What kind of failure it was, in few words. The first line that matches the status code, the error's type or its message
 * decides.
 */
export const ERROR_CLASSES: readonly {
  errorClass: string
  status?: readonly number[]
  type?: RegExp
  message?: RegExp
}[] = [
  {
    errorClass: 'context_length',
    type: /context_?length|context_?window/i,
    message:
      /context[_ ](length|window)|maximum context|prompt is too long|too many (input )?tokens|input is too long/i,
  },
  {
    errorClass: 'content_filter',
    type: /content_?filter|content_?policy|guardrail|safety/i,
    message: /content[_ ](filter|management policy|policy)|safety (system|filter)/i,
  },
  {
    errorClass: 'rate_limited',
    status: [429],
    type: /rate_?limit|too_?many_?requests|resource_?exhausted|throttl|quota/i,
    message: /rate limit|too many requests|quota exceeded/i,
  },
  {
    errorClass: 'authentication',
    status: [401],
    type: /authentication|unauthenticated|unauthorized|invalid_?api_?key/i,
    message: /invalid api key|incorrect api key/i,
  },
  { errorClass: 'permission', status: [403], type: /permission|forbidden|access_?denied/i },
  { errorClass: 'not_found', status: [404], type: /not_?found/i },
  {
    errorClass: 'timeout',
    status: [408, 504],
    type: /timeout|timed_?out|deadline_?exceeded/i,
    message: /timed out|deadline exceeded/i,
  },
  { errorClass: 'cancelled', status: [499], type: /cancell?ed|abort/i },
  {
    errorClass: 'unavailable',
    status: [503, 529],
    type: /unavailable|overloaded|connection|connect_?error|econn|enotfound|dns|socket/i,
    message: /overloaded|connection (refused|reset)/i,
  },
  {
    errorClass: 'invalid_request',
    status: [400, 405, 409, 413, 415, 422],
    type: /bad_?request|invalid_?request|unprocessable|invalid_?argument|validation|value_?error/i,
  },
  {
    errorClass: 'server_error',
    status: [500, 501, 502],
    type: /internal_?server|server_?error|internal_?error|bad_?gateway/i,
  },
]
