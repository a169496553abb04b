import type { Candidate, ColumnRule } from '../column-rule.ts'

/** `metadata` is anybody's word: what stands in it says who and where only where OpenInference put it there. */
const ofOpenInference = (read: string): Candidate => ({ read, when: { dialects: ['oi'] } })

/** Where one label may ride: each library has its own bag of things that people attach. */
const carried = (snake: string, camel = snake): Candidate[] => [
  `langfuse.trace.metadata.${snake}`,
  `traceloop.association.properties.${snake}`,
  `langsmith.metadata.${snake}`,
  ofOpenInference(`metadata$.${snake}`),
  `ai.telemetry.metadata.${camel}`,
  `ai.settings.context.${camel}`,
]

/** Who, where, what (4.9). */
export const CONTEXT_RULES: readonly ColumnRule[] = [
  {
    column: 'userId',
    as: 'text',
    from: [
      'pyflare.user.id',
      'langfuse.user.id',
      'user.id',
      'enduser.id',
      'enduser.pseudo.id',
      'traceloop.association.properties.user_id',
      'ai.telemetry.metadata.userId',
      'ai.settings.context.userId',
      'mlflow.trace.user',
      'langsmith.metadata.user_id',
      'lmnr.association.properties.user_id',
      'mastra.metadata.userId',
      'nat.user.id',
      'gen_ai.user',
      'llm.user',
      'gen_ai.request.user',
      'langfuse.observation.metadata.langfuse_user_id',
      'langfuse.trace.metadata.langfuse_user_id',
      ofOpenInference('metadata$.user_id'),
      'llm.invocation_parameters$.metadata.user_id',
      'llm.invocation_parameters$.user',
      'pyflare.user_id',
    ],
  },
  {
    column: 'sessionId',
    as: 'conversation',
    from: [
      'pyflare.session.id',
      'langfuse.session.id',
      'session.id',
      'gen_ai.conversation.id',
      'traceloop.association.properties.session_id',
      'ai.telemetry.metadata.sessionId',
      'ai.settings.context.sessionId',
      'mlflow.trace.session',
      'genkit:sessionId',
      'gcp.vertex.agent.session_id',
      'spring.ai.chat.client.conversation.id',
      'lmnr.association.properties.session_id',
      'mastra.metadata.sessionId',
      'nat.conversation.id',
      'langsmith.metadata.session_id',
      'langsmith.metadata.thread_id',
      'langsmith.metadata.conversation_id',
      ofOpenInference('metadata$.session_id'),
      ofOpenInference('metadata$.thread_id'),
      ofOpenInference('metadata$.conversation_id'),
      'langsmith.trace.session_id',
      'langfuse.observation.metadata.langfuse_session_id',
      'langfuse.trace.metadata.langfuse_session_id',
      'llm.invocation_parameters$.metadata.session_id',
      { read: 'group_id', when: { dialects: ['logfire'] } },
    ],
  },
  {
    column: 'featureId',
    as: 'text',
    from: [
      'pyflare.feature.id',
      ...carried('feature_id', 'featureId'),
      'ai.telemetry.functionId',
      { read: 'gen_ai.agent.name', when: { dialects: ['aisdk7'], root: true } },
      'gen_ai.workflow.name',
      'traceloop.workflow.name',
      'res:pyflare.feature.id',
    ],
  },
  {
    column: 'team',
    as: 'text',
    from: ['pyflare.team', ...carried('team'), 'res:pyflare.team', 'res:team', 'res:service.namespace'],
  },
  {
    column: 'release',
    as: 'text',
    from: ['pyflare.release', 'langfuse.release', 'res:service.version', 'langfuse.version'],
  },
  {
    column: 'tags',
    as: 'list',
    from: [
      'pyflare.tags',
      'langfuse.trace.tags',
      'langfuse.tags',
      'tag.tags',
      'langfuse.observation.metadata.langfuse_tags',
      'langfuse.trace.metadata.langfuse_tags',
      { read: 'langsmith.span.tags', as: 'tags' },
      'logfire.tags',
      'ai.telemetry.metadata.tags',
      'lmnr.association.properties.tags',
    ],
  },
  {
    column: 'promptName',
    as: 'text',
    from: [
      'pyflare.prompt.name',
      'gen_ai.prompt.name',
      'langfuse.observation.prompt.name',
      'langfuse.prompt.name',
      'mlflow.linkedPrompts$[0].name',
      'traceloop.prompt.key',
      'prompt.id',
      'ai.telemetry.metadata.langfusePrompt$.name',
    ],
  },
  {
    column: 'promptVersion',
    as: 'text',
    from: [
      'pyflare.prompt.version',
      'gen_ai.prompt.version',
      'langfuse.observation.prompt.version',
      'langfuse.prompt.version',
      'mlflow.linkedPrompts$[0].version',
      'traceloop.prompt.version_name',
      'traceloop.prompt.version',
      'llm.prompt_template.version',
    ],
  },
  {
    column: 'promptTemplate',
    as: 'text',
    from: ['pyflare.prompt.template', 'llm.prompt_template.template', 'traceloop.prompt.template'],
  },
  {
    column: 'promptVariables',
    as: 'json',
    from: [
      'pyflare.prompt.variables',
      'llm.prompt_template.variables',
      'traceloop.prompt.template_variables.**',
      'gen_ai.prompt.variable.**',
    ],
  },
]

export const ENVIRONMENT_CANDIDATES: readonly Candidate[] = [
  'pyflare.environment',
  'langfuse.environment',
  'res:deployment.environment.name',
  'deployment.environment.name',
  'res:deployment.environment',
  'deployment.environment',
  'gen_ai.environment',
  'res:environment',
]

export const SERVICE_CANDIDATES: readonly Candidate[] = ['res:service.name', 'gen_ai.application_name']

/** What the `metadata` column gathers. The first to name an entry keeps it. */
export const METADATA_CARRIERS: readonly string[] = [
  'pyflare.metadata$',
  'pyflare.metadata.**',
  'metadata$',
  'langfuse.trace.metadata.**',
  'langfuse.observation.metadata.**',
  'traceloop.association.properties.**',
  'langsmith.metadata.**',
  'ai.telemetry.metadata.**',
  'ai.settings.context.**',
  'mlflow.traceTag.**',
]
