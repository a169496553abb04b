import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'

/** What a page's error boundary is told. */
export interface Failure {
  message: string
}

/**
 * A loader that answers the API's refusals as pages do: who is not signed in is sent to sign in and comes back; everything
 * else becomes a response with its status, which the nearest error boundary shows.
 */
export function answering<Result>(load: (args: LoaderFunctionArgs) => Promise<Result>) {
  return async (args: LoaderFunctionArgs): Promise<Result> => {
    try {
      return await load(args)
    } catch (error) {
      throw responseOf(error, args.request)
    }
  }
}

/** An action whose refusals are shown beside the form: `{ error }` rather than an error page. */
export function acting<Result extends object>(act: (args: ActionFunctionArgs) => Promise<Result>) {
  return async (args: ActionFunctionArgs): Promise<Result | { error: string }> => {
    try {
      return await act(args)
    } catch (error) {
      if (error instanceof TRPCError && error.code !== 'UNAUTHORIZED') return { error: messageOf(error) }
      throw responseOf(error, args.request)
    }
  }
}

function responseOf(error: unknown, request: Request): unknown {
  if (!(error instanceof TRPCError)) return error
  const { pathname, search } = new URL(request.url)
  // A key that is not known is refused by the page to sign in as well.
  if (error.code === 'UNAUTHORIZED' && pathname !== '/sign-in') {
    return redirect(request.method === 'GET' ? `/sign-in?next=${encodeURIComponent(pathname + search)}` : '/sign-in')
  }
  return data({ message: messageOf(error) } satisfies Failure, { status: getHTTPStatusCodeFromError(error) })
}

/** The API's own sentence; what failed inside stays inside. */
function messageOf(error: TRPCError): string {
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'PyFlare failed to answer. The log of the server says why.'
  return error.message
}
