import type { Source } from '../source.ts'

/** Who writes attributes of such names. The first line that matches tells; `docs/semantic-conventions.md` shows it. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^pyflare\./, 'PyFlare'],
  [/^langfuse\./, 'Langfuse'],
  [/^langsmith\./, 'LangSmith'],
  [/^gen_ai\.(prompt|completion)(\$.*)?$/, 'LangSmith'],
  [/^mlflow\./, 'MLflow'],
  [/^lmnr\./, 'Laminar'],
  [/^mastra\./, 'Mastra'],
  [/^haystack\./, 'Haystack'],
  [/^genkit:/, 'Genkit'],
  [/^agentops\./, 'AgentOps'],
  [/^nat\./, 'NVIDIA NeMo Agent Toolkit'],
  [/^spring\.ai\./, 'Spring AI'],
  [/^braintrust\./, 'Braintrust'],
  [/^ai\./, 'Vercel AI SDK'],
  [/^gcp\.vertex\.agent\./, 'Google ADK'],
  [/^gen_ai\.latency\./, 'vLLM'],
  [/^(logfire\.|request_data|response_data|group_id)/, 'Logfire'],
  [/^(pydantic_ai\.|all_messages_events|events$|model_request_parameters|prompt$|operation\.cost)/, 'Pydantic AI'],
  [/^(agent_name|model_name|tool_arguments|tool_response)$/, 'Pydantic AI'],
  [/^(hidden_params|llm\.response\.cost|metadata\.usage_object)/, 'LiteLLM'],
  [/^gen_ai\.usage\.(input|output)_token_details/, 'LangSmith'],
  [/^crewai\./, 'OpenLLMetry'],
  [/^(gen_ai\.cost\.|gen_ai\.client\.token\.usage|gen_ai\.(environment|application_name|framework))/, 'OpenLIT'],
  [/^mcp\./, 'MCP'],
  [/^traceloop\./, 'OpenLLMetry'],
  [/^gen_ai\.(prompt|completion)\.(?!name|version|variable)/, 'OpenLLMetry'],
  [/^gen_ai\.usage\.(prompt|completion|reasoning)_tokens$/, 'OpenLLMetry'],
  [/^llm\.(request|response)\.model_name$/, 'OpenInference'],
  [/^llm\.(request|response|usage|chat|content|watsonx)\./, 'OpenLLMetry'],
  [/^llm\.(is_streaming|user|top_p|top_k|frequency_penalty|presence_penalty)$/, 'OpenLLMetry'],
  [/^(llm|embedding|reranker|retrieval|tool|agent|tag)\./, 'OpenInference'],
  [/^((input|output)\.value|metadata\$|session\.id|user\.id|prompt\.id|tool_call\.id)/, 'OpenInference'],
  [/^(gen_ai|openai|server)\./, 'OpenTelemetry GenAI'],
]

/** Whose words a source is in; '' where any library's are. */
export function whoseWords(source: Source): string {
  if (source.from === 'own') return 'OpenTelemetry'
  if (source.from === 'events') return 'OpenTelemetry GenAI'
  if (source.from === 'answer') return 'Vercel AI SDK'
  if (source.from === 'chunks' || source.event === 'new_token') return 'MLflow'
  if (source.from === 'event') return source.event.startsWith('gen_ai.') ? 'OpenTelemetry GenAI' : 'OpenTelemetry'
  const written = source.isPython ? source.text.slice(source.text.indexOf(':') + 1) : source.text
  const found = source.from === 'span' ? WORDS.find(([pattern]) => pattern.test(written)) : undefined
  if (found !== undefined) return found[1]
  return /^(service|deployment|exception|error|http|net|db|enduser)\./.test(source.key) ? 'OpenTelemetry' : 'others'
}
