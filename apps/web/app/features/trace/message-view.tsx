import { CodeBlock } from '~/ui/code/code-block.tsx'
import { Icon } from '~/ui/icon.tsx'
import { KINDS } from '~/ui/marks/kinds.ts'
import type { Message, MessagePart } from './messages.ts'
import { messageText } from './messages.ts'

const ROLE_WORDS: Record<string, string> = {
  system: 'System',
  developer: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool result',
}

/** A tool's turn that shows its call as well is more than a result. */
function whoOf({ role, parts }: Message): string {
  if (role === 'tool' && parts.some(({ type }) => type === 'tool_call')) return 'Tool'
  return ROLE_WORDS[role] ?? role
}

/** A message in whole; system instructions are folded to one line. */
export function MessageView({ message }: { message: Message }) {
  const who = whoOf(message)
  if (message.role === 'system' || message.role === 'developer') {
    return (
      <details className="message">
        <summary className="flex cursor-default gap-2 text-12">
          <span className="font-semibold">{who}</span>
          <span className="ell text-2">{messageText(message)}</span>
        </summary>
        <Parts parts={message.parts} />
      </details>
    )
  }
  return (
    <div className="message">
      <p className="flex gap-2 text-12">
        <span className="font-semibold">{who}</span>
        {message.finishReason !== '' && message.finishReason !== 'stop' && (
          <span className="text-3">finished: {message.finishReason}</span>
        )}
      </p>
      <Parts parts={message.parts} />
    </div>
  )
}

function Parts({ parts }: { parts: readonly MessagePart[] }) {
  return (
    <div className="mt-1 flex flex-col gap-2">
      {parts.map((part, index) => (
        <PartView key={index} part={part} />
      ))}
    </div>
  )
}

function PartView({ part }: { part: MessagePart }) {
  switch (part.type) {
    case 'text':
      return <p className="max-w-[76ch] whitespace-pre-wrap break-words text-13">{part.text}</p>
    case 'reasoning':
      return (
        <div className="max-w-[76ch] border-line-2 border-l-2 pl-3 text-2">
          <p className="text-11 text-3">Reasoning</p>
          <p className="whitespace-pre-wrap break-words text-13">{part.text}</p>
        </div>
      )
    case 'tool_call':
      return <ToolCard name={part.name} id={part.id} value={part.arguments} />
    case 'tool_result':
      return <ToolCard name="result" id={part.id} value={part.result} />
    case 'media':
      return (
        <p className="text-12 text-2">
          {part.label}
          {part.reference !== '' && <span className="mono-s ml-2 break-all text-3">{part.reference}</span>}
        </p>
      )
    default:
      return (
        <CodeBlock code={JSON.stringify(part.value, null, 2)} language="json" copyLabel={`Copy ${part.label}`} wrap />
      )
  }
}

function ToolCard({ name, id, value }: { name: string; id: string; value: unknown }) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
  return (
    <div className="rounded-2 border border-line-2">
      <p className="flex h-7 items-center gap-2 px-2 text-12">
        <span className="k-tool kind-icon">
          <Icon of={KINDS.tool.icon} />
        </span>
        <span className="font-medium">{name}</span>
        <span className="mono-s ell text-3">{id}</span>
      </p>
      {text !== '' && (
        <CodeBlock
          code={text}
          language="json"
          copyLabel={`Copy ${name}`}
          wrap
          className="rounded-none border-0 border-line-1 border-t"
        />
      )}
    </div>
  )
}
