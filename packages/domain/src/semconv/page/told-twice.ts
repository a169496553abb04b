import { CLAIM_WINDOW_NS, MAX_CLAIMS, MIN_UNIQUE_CHARS } from '../../settle/response-claims.ts'

const WINDOW_MINUTES = Number(CLAIM_WINDOW_NS / 60_000_000_000n)

/** Which spans settling takes for one call: it goes by columns of this page. */
export function toldTwiceSection(): string {
  return `## Calls that are told more than once

A framework and the library of a provider may both tell of one call, in one trace or in two. Such a call counts once
([why and how](adr/006-settling-and-the-ledger.md)), and the other spans say \`is_aggregate\` and \`duplicate_of\`. Taken for one call are:

| Spans | Where |
|---|---|
| one within the other, no tool or agent between them | they have one \`response_id\`; or they are of one model and counted the same input and output; or one of them says nothing of what it used |
| beside each other in a trace | they have one \`response_id\`, and are of different scopes: a library tells of no call twice |
| in two traces, within ${WINDOW_MINUTES} minutes | the same, where the id is one that names a call; or they are a stream and the record of its end, of one scope, model and input |

**Ids that join no traces.** Fewer than ${MIN_UNIQUE_CHARS} characters behind the prefix (\`chatcmpl-123\`, \`resp_1\`): servers that count or roll dice
say them again. And any id that more than ${MAX_CLAIMS} spans say within ${WINDOW_MINUTES} minutes: a stand-in for a provider always says the same. Calls with such
ids are compared within their own trace alone, so two libraries that tell of one of them in two traces count it twice.

**Ids that differ.** Of one call within another with the same model and counts, different ids do not make two: gateways and frameworks name
responses anew (LiteLLM's proxy, LangChain's \`run-…\`). Two calls that were really made one within the other, without a tool or an agent
between them, and that used the very same numbers of tokens, are counted as one.`
}
