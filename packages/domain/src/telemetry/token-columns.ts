import type { SpanColumns } from './span-columns.ts'

export type TokenColumn = Exclude<Extract<keyof SpanColumns, `${string}Tokens`>, 'maxTokens'>

/** Counts that usage is told by and paid for. */
export const USAGE_COLUMNS = [
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'reasoningTokens',
  'audioInputTokens',
  'audioOutputTokens',
] as const satisfies readonly TokenColumn[]
