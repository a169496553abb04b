import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'

/**
 * What a procedure answers, in a loader. A refusal becomes a `Response` with its status and sentence, which the nearest error
 * boundary shows; anything else is thrown on as it is.
 */
export async function answer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error
    throw new Response(error.message, { status: getHTTPStatusCodeFromError(error) })
  }
}
