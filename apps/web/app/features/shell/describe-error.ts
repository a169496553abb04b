import type { ListStateKind } from '~/ui/lists/list-state.tsx'

interface DescribedError {
  kind: ListStateKind
  title: string
  reason: string
  status?: number
}

/** An error of a loader, or of drawing a page, in words. What a program bug says is for its log, not for people. */
export function describeError(error: unknown): DescribedError {
  const { status, message } = statusAndMessage(error)
  if (status === undefined) {
    return {
      kind: 'failed',
      title: 'This page did not load',
      reason: 'It failed while it was drawn, or the connection was lost. Nothing of your data was touched.',
    }
  }
  if (status === 404) {
    return {
      kind: 'filtered_out',
      status,
      title: 'There is no such page',
      reason: message ?? 'The address may be mistyped.',
    }
  }
  if (status === 401 || status === 403) {
    return {
      kind: 'not_allowed',
      status,
      title: 'You may not see this',
      reason: message ?? 'Ask the owner of the project.',
    }
  }
  if (status < 500) {
    return {
      kind: 'failed',
      status,
      title: 'The server refused this address',
      reason: message ?? `It answered ${status}.`,
    }
  }
  return {
    kind: 'failed',
    status,
    title: 'This page did not load',
    reason: message ?? `The server answered ${status}.`,
  }
}

function statusAndMessage(error: unknown): { status?: number; message?: string } {
  if (typeof error !== 'object' || error === null) return {}
  const { status, data } = error as { status?: unknown; data?: unknown }
  if (typeof status !== 'number') return {}
  const message = typeof data === 'object' && data !== null ? (data as { message?: unknown }).message : textOf(data)
  return { status, message: typeof message === 'string' && message !== '' ? message : undefined }
}

/** Loaders may answer with a sentence alone; a page of a proxy in between is no sentence, nor is what a router says of a path. */
function textOf(data: unknown): unknown {
  return typeof data === 'string' && !/^\s*(<|Error: )/.test(data) ? data : undefined
}
