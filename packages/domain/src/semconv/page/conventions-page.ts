import { columnSections, TRANSFORM_MEANINGS } from './column-tables.ts'
import {
  dialectSection,
  evaluationSection,
  kindSection,
  measureSection,
  outcomeSections,
  providerSection,
  repairSection,
  usageObjectSection,
} from './rule-tables.ts'
import { toldTwiceSection } from './told-twice.ts'

const HEAD = `# Semantic conventions

<!-- Made from the tables in packages/domain/src/semconv/tables. Change them there, then run \`npx vitest run packages/domain -u\`. -->

Libraries tell of the same call in different words. PyFlare reads them into one set of columns, by the tables below: the code
runs them, and this page is printed from them.

**Read in whole**, in every version that we know of:
- OpenTelemetry GenAI: current names and older ones (\`gen_ai.system\`, \`gen_ai.usage.prompt_tokens\`, \`gen_ai.prompt.0.content\`), content
  as attributes, as events of the span, as events of 1.37 (\`gen_ai.client.inference.operation.details\`), and as log records, which
  come apart from their span and are joined to it when its trace is settled;
- OpenInference: attributes flattened (\`llm.input_messages.0.message.role\`) or as JSON, of all its span kinds;
- \`pyflare.*\`, the words of our own SDKs, which win over all others.

**Read where we have seen it sent**: Langfuse, LangSmith, MLflow, Vercel AI SDK, OpenLLMetry, OpenLIT, Google ADK, Genkit, Haystack, Pydantic AI,
Logfire, Laminar, Mastra, vLLM and the SDKs that trace themselves. Captures of 65 versions of real libraries say how much of what they
send comes out right, and what does not and why: [measured on a corpus](semantic-conventions-corpus.md).

Nothing is lost where a word is not known: attributes stay attributes, and can be searched and filtered. What is read into a
column of content (messages, inputs, outputs, documents) leaves the attributes, so that it is kept once.

## How to read the tables

Each column lists the places that are asked, in order; the first that says anything usable gives the value. Empty text, empty
lists, \`null\`, \`None\`, \`N/A\` and what redacting clients write (\`__REDACTED__\`) say nothing; zero and false do. Where two places
disagree on a count of tokens, or two names on the provider, \`normalize_conflict\` tells the column.

| Written | Means |
|---|---|
| \`gen_ai.request.model\` | an attribute of the span |
| \`output.value$.usage.prompt_tokens\` | inside of the structure, or the JSON text, of an attribute |
| \`python:metadata.usage_object$\` | the same, where a client sends what Python prints of a dict or a list (\`{'a': None}\`), and not JSON |
| \`llm.input_messages.*\` | the list that attributes \`llm.input_messages.<i>.…\` spell out |
| \`langfuse.trace.metadata.**\` | the object that all attributes under a prefix make |
| \`res:service.name\` | an attribute of the resource |
| \`event:exception@exception.message\` | an attribute of the first event of that name that has it |
| \`event:new_token@chunk$.kwargs\` | inside of an attribute of the last event of that name that has it there |
| \`span:name\`, \`span:status_message\` | the span's own fields |
| \`events:input\`, \`events:output\` | the messages that the span's events spell out |
| \`chunks:mlflow.chunk.value\`, \`chunks:new_token@token\` | the answer that the span's events, or those of a name, bring piece by piece |
| \`answer:ai.response\` | the message that \`ai.response.text\`, \`.reasoning\`, \`.object\` and \`.toolCalls\` make together |

Messages of any shape (OpenAI's chat and Responses, Anthropic, Gemini, Bedrock, LangChain, Vercel AI SDK, Genkit, Haystack and the
flattened ones) become OpenTelemetry's: \`[{role, parts: [{type, …}]}]\`. Of a model call without messages, plain text that went in
is what the user said, and that came out what the model said.

How a value is understood stands behind a column's name:
`

/** docs/semantic-conventions.md. */
export function conventionsPage(): string {
  const meanings = Object.entries(TRANSFORM_MEANINGS).map(([name, meaning]) => `| ${name} | ${meaning} |`)
  return `${[
    [HEAD, '| Name | Means |', '|---|---|', ...meanings].join('\n'),
    kindSection(),
    ...columnSections(),
    providerSection(),
    outcomeSections(),
    usageObjectSection(),
    repairSection(),
    toldTwiceSection(),
    evaluationSection(),
    measureSection(),
    dialectSection(),
  ]
    .map((section) => section.trim())
    .join('\n\n')}\n`
}
