import type { AppRouter } from '@pyflare/api'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'

const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>()

/** Procedures as react-query options: `useQuery(useApi().ingest.status.queryOptions({ project_id }))`. */
export const useApi = useTRPC

const MAX_URL_LENGTH = 4_000
const STALE_MS = 5_000

/** Once, around all pages: what is live or paged asks the API from the browser, many questions in one request. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { staleTime: STALE_MS, retry: 1, refetchOnWindowFocus: false } } }),
  )
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc', maxURLLength: MAX_URL_LENGTH })] }),
  )
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
