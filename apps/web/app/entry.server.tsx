import { PassThrough, Readable } from 'node:stream'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/server-runtime'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { NonceContext } from './nonce.ts'

/** How long a page may stream; loaders end earlier by their own limits. */
export const streamTimeout = 15_000

/** Draws a page: its frame at once and the rest as it comes; whole for machines that read no streams. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  { cspNonce }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let answer = status
    const respond = () => {
      const body = new PassThrough()
      headers.set('content-type', 'text/html; charset=utf-8')
      resolve(new Response(Readable.toWeb(body) as ReadableStream, { headers, status: answer }))
      pipe(body)
      setTimeout(abort, streamTimeout + 1_000).unref()
    }
    const whole = isbot(request.headers.get('user-agent'))
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={cspNonce}>
        <RemixServer context={remix} url={request.url} nonce={cspNonce} />
      </NonceContext.Provider>,
      {
        nonce: cspNonce,
        ...(whole ? { onAllReady: respond } : { onShellReady: respond }),
        onShellError: reject,
        onError: () => {
          answer = 500
        },
      },
    )
  })
}

/** Notes what failed by a defect. Refusals, and addresses that there are not, are told on their pages. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return
  context.logger.error({ err: error, path: new URL(request.url).pathname }, 'A page failed.')
}
