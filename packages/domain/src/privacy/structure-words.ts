/** Names that structures are read by: a rule may change what stands under them, never the names themselves. */
const STRUCTURAL_NAMES = new Set(
  [
    'role parts type content text id name arguments response result tool_calls function finish_reason mime_type',
    'modality uri file_id data document score metadata time_ns trace_id span_id attributes index url input output',
    'description parameters properties required items',
  ].flatMap((names) => names.split(' ')),
)

export function isStructuralName(name: string): boolean {
  return STRUCTURAL_NAMES.has(name)
}

/**
 * Words that say what a part of a structure is, under the names that they stand under. A rule for whole fields leaves them, so that
 * a masked conversation is still a conversation; any other word there is taken for content.
 */
const KINDS: Readonly<Record<string, ReadonlySet<string>>> = {
  role: words(
    'system user assistant tool developer human ai aimessagechunk model function bot chatbot System User Assistant Tool Developer Human',
  ),
  type: words(
    'text reasoning thinking redacted_thinking tool_call tool_call_response tool_use tool_result tool-call tool-result toolCall',
    'server_tool_call server_tool_call_response server_tool_use function function_call function_call_output',
    'message input_text output_text input_image input_file input_audio refusal image image_url audio video file document',
    'blob uri url base64 object array string number integer boolean null json json_object json_schema constructor',
    'human ai system tool user assistant completion chat.completion chat generation observation generic',
  ),
  finish_reason: words(
    'stop length max_tokens tool_calls tool_call tool_use tool-calls end_turn content_filter error completed',
  ),
  modality: words('text image audio video file document'),
}
const MIME_TYPE =
  /^(?:application\/(?:json|pdf|xml|octet-stream)|text\/(?:plain|html|markdown|csv)|(?:image|audio|video)\/[a-z0-9]{2,5})$/

/** Whether a text is such a word, under such a name. */
export function isKindWord(name: string, text: string): boolean {
  if (name === 'mime_type' || name === 'mimeType') return MIME_TYPE.test(text)
  return Object.hasOwn(KINDS, name) && KINDS[name]?.has(text) === true
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
