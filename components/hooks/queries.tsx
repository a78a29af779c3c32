'use client'

import {
  dehydrate,
  HydrationBoundary,
  keepPreviousData,
  QueryClient,
  QueryClientProvider,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import type { EntryDto, QueryName, QueryParams, QueryResults } from '#console/dto/queries.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { useScope } from './frame.tsx'
import { canonicalParams, queryKey } from './query-key.ts'

/** A read that was answered with an error of the service, or not at all. */
export class ReadError extends Error {
  readonly error: ErrorDto

  constructor(error: ErrorDto) {
    super(`${error.code}: ${error.message}`)
    this.error = error
  }
}

const FRESH = 10_000
const MOMENT = 1000

export function QueryProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { staleTime: FRESH, retry: false, refetchOnWindowFocus: false } } }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

/** Hands reads made on the server to the components below, so that they need not ask again. */
export function Prefetched({
  entries,
  children,
}: {
  readonly entries: readonly EntryDto[]
  readonly children: ReactNode
}) {
  const scope = useScope()
  const state = useMemo(() => {
    const client = new QueryClient()
    for (const { query, params, data, at } of entries) {
      client.setQueryData(queryKey(scope, query, params), data, { updatedAt: at })
    }
    return dehydrate(client)
  }, [entries, scope])
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>
}

interface Options<Q extends QueryName> {
  /** Keep showing the last answer while the next one is on its way. */
  readonly keep?: boolean
  readonly enabled?: boolean
  /** The answer never changes: it is asked for once. */
  readonly fixed?: boolean
  /** Ask again every moment until this holds for the answer. */
  readonly until?: (data: QueryResults[Q]) => boolean
}

/** One read of this scope, shared by all components that ask for the same. */
export function useConsoleQuery<Q extends QueryName>(
  query: Q,
  params: QueryParams = {},
  options: Options<Q> = {},
): UseQueryResult<QueryResults[Q], ReadError> {
  const scope = useScope()
  const isSettled = options.until
  return useQuery<QueryResults[Q], ReadError>({
    queryKey: queryKey(scope, query, params),
    queryFn: ({ signal }) => read(scope, query, params, signal),
    enabled: options.enabled ?? true,
    ...(options.fixed ? { staleTime: 'static' } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(isSettled ? { refetchInterval: ({ state }) => (state.data && !isSettled(state.data) ? MOMENT : false) } : {}),
  })
}

async function read<Q extends QueryName>(
  scope: ScopeDto,
  query: Q,
  params: QueryParams,
  signal: AbortSignal,
): Promise<QueryResults[Q]> {
  const where = `${scope.sandbox}/${scope.account}/${scope.region}`
  const response = await fetch(`/api/console/${query}?${canonicalParams({ ...params, scope: where })}`, { signal })
  if (response.status === 401) leaveToSignIn()
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body as QueryResults[Q]
  throw new ReadError(isErrorBody(body) ? body.error : { code: `HTTP ${response.status}`, message: 'No answer.' })
}

function isErrorBody(body: unknown): body is { error: ErrorDto } {
  return typeof body === 'object' && body !== null && 'error' in body
}

/** The session has ended: sign in again, then come back to this page. */
export function leaveToSignIn(): void {
  const here = window.location.pathname + window.location.search
  window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(here)}`)
}
