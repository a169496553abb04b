import type { SpanColumns } from '../telemetry/span-columns.ts'

type TextColumn = {
  [Name in keyof SpanColumns]: SpanColumns[Name] extends string
    ? string extends SpanColumns[Name]
      ? Name
      : never
    : never
}[keyof SpanColumns]

/** Columns that hold what people and models wrote: rules reach them unless they name other fields. */
export const CONTENT_COLUMNS = {
  input: 'input',
  output: 'output',
  input_messages: 'inputMessages',
  output_messages: 'outputMessages',
  system_instructions: 'systemInstructions',
  input_preview: 'inputPreview',
  output_preview: 'outputPreview',
  tool_definitions: 'toolDefinitions',
  tool_calls: 'toolCalls',
  retrieved_documents: 'retrievedDocuments',
  rerank_input_documents: 'rerankInputDocuments',
  retrieval_query: 'retrievalQuery',
  prompt_template: 'promptTemplate',
  prompt_variables: 'promptVariables',
  metadata: 'metadata',
  params: 'params',
  error_message: 'errorMessage',
} as const satisfies Record<string, TextColumn>

/** Columns by which traces are found and grouped: only rules that name them reach them. */
export const DIMENSION_COLUMNS = {
  user_id: 'userId',
  session_id: 'sessionId',
  feature_id: 'featureId',
  team: 'team',
  environment: 'environment',
  release: 'release',
  prompt_name: 'promptName',
  prompt_version: 'promptVersion',
  tool_name: 'toolName',
  tool_call_id: 'toolCallId',
  agent_name: 'agentName',
  workflow_name: 'workflowName',
  data_source_id: 'dataSourceId',
  server_address: 'serverAddress',
  response_id: 'responseId',
  previous_response_id: 'previousResponseId',
} as const satisfies Record<string, TextColumn>
