'use client'

import {
  dehydrate,
  HydrationBoundary,
  keepPreviousData,
  QueryClient,
  QueryClientProvider,
  type UseQueryResult,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { EntryDto, QueryName, QueryParams, QueryResults } from '#console/dto/queries.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { newestChange } from './changes.ts'
import { useScope } from './frame.tsx'
import { isSomeoneThere } from './presence.ts'
import { accountKey, canonicalParams, pageParams, queryKey } from './query-key.ts'
import { useAlive } from './use-alive.ts'
import { type Regain, useRegain } from './use-regain.ts'

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
      new QueryClient({
        defaultOptions: {
          // A browser that believes to be offline may still reach a server on the same machine.
          queries: { staleTime: FRESH, retry: isAway, refetchOnWindowFocus: false, networkMode: 'always' },
          mutations: { networkMode: 'always' },
        },
      }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

/** What the server rendered a page with. */
const Said = createContext<readonly EntryDto[]>([])

/**
 * Hands reads made on the server to the components below, so that they need not ask again. A page is hydrated after the
 * frame around it: its fields are off until then, as a value that was chosen before would be put back while React tells
 * of the choice.
 */
export function Prefetched({
  entries,
  children,
}: {
  readonly entries: readonly EntryDto[]
  readonly children: ReactNode
}) {
  const scope = useScope()
  const outer = useContext(Said)
  const alive = useAlive()
  const said = useMemo(() => [...outer, ...entries], [outer, entries])
  const state = useMemo(() => {
    const client = new QueryClient()
    for (const { query, params, data, at, principalArn } of entries) {
      client.setQueryData(queryKey({ ...scope, principalArn }, query, params), data, { updatedAt: at })
    }
    return dehydrate(client)
  }, [entries, scope])
  const client = useQueryClient()
  const { sandbox, account } = scope
  // What changed while the page was on its way was told before there was anything of it to read again.
  useEffect(() => {
    if (entries.some(({ logSize }) => logSize < newestChange(sandbox)))
      void client.invalidateQueries({ queryKey: accountKey({ sandbox, account }) })
  }, [entries, client, sandbox, account])
  return (
    <Said value={said}>
      <HydrationBoundary state={state}>
        <fieldset role="presentation" disabled={!alive} className="contents">
          {children}
        </fieldset>
      </HydrationBoundary>
    </Said>
  )
}

interface Options<Q extends QueryName> {
  /** Keep showing the last answer while the next one is on its way. */
  readonly keep?: boolean
  readonly enabled?: boolean
  /** The answer never changes: it is asked for once. */
  readonly fixed?: boolean
  /** Ask again every moment until this holds for the answer. */
  readonly until?: (data: QueryResults[Q]) => boolean
  /** Ask again after so many milliseconds, as long as somebody is there. */
  readonly every?: number
}

/** One read of this scope, shared by all components that ask for the same. */
export function useConsoleQuery<Q extends QueryName>(
  query: Q,
  params: QueryParams = {},
  options: Options<Q> = {},
): UseQueryResult<QueryResults[Q], ReadError> {
  const scope = useScope()
  const { until: isSettled, every } = options
  const said = useSaid(query, params)
  const regain = useRegain()
  const result = useQuery<QueryResults[Q], ReadError>({
    queryKey: queryKey(scope, query, params),
    queryFn: ({ signal }) => regaining(regain, () => read(scope, query, params, signal)),
    enabled: options.enabled ?? true,
    ...(options.fixed ? { staleTime: 'static' } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(every === undefined ? {} : { refetchInterval: () => isSomeoneThere() && every }),
    ...(isSettled ? { refetchInterval: ({ state }) => (state.data && !isSettled(state.data) ? MOMENT : false) } : {}),
  })
  // The result tells React Query which of its parts are looked at, so it is not copied.
  return said === ALIVE ? result : Object.create(result, { data: { value: said }, error: { value: null } })
}

const ALIVE = Symbol('alive')

/**
 * What the server rendered with, until this part of the page is hydrated: parts that were so earlier may have read
 * something newer meanwhile, and React would throw away what no longer matches.
 */
function useSaid<Q extends QueryName>(query: Q, params: QueryParams): unknown {
  const entries = useContext(Said)
  const alive = useAlive()
  if (alive) return ALIVE
  const asked = canonicalParams(params)
  return entries.find((entry) => entry.query === query && canonicalParams(entry.params) === asked)?.data
}

/** The same read with several parameters, an answer each. */
export function useConsoleQueries<Q extends QueryName>(
  query: Q,
  asked: readonly QueryParams[],
  options: Pick<Options<Q>, 'fixed'> = {},
): readonly UseQueryResult<QueryResults[Q], ReadError>[] {
  const scope = useScope()
  const regain = useRegain()
  return useQueries({
    queries: asked.map((params) => ({
      queryKey: queryKey(scope, query, params),
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<QueryResults[Q]> =>
        regaining(regain, () => read(scope, query, params, signal)),
      ...(options.fixed ? { staleTime: 'static' as const } : {}),
    })),
  })
}

/** Reads once, when something is pressed; what was read a moment ago is not read again. */
export function useConsoleRead() {
  const scope = useScope()
  const client = useQueryClient()
  const regain = useRegain()
  return <Q extends QueryName>(query: Q, params: QueryParams): Promise<QueryResults[Q]> =>
    client.fetchQuery({
      queryKey: queryKey(scope, query, params),
      queryFn: ({ signal }) => regaining(regain, () => read(scope, query, params, signal)),
      // Whoever pressed waits for an answer.
      retry: false,
    })
}

async function read<Q extends QueryName>(
  scope: PageScopeDto,
  query: Q,
  params: QueryParams,
  signal: AbortSignal,
): Promise<QueryResults[Q]> {
  const address = `/api/console/${query}?${canonicalParams({ ...params, ...pageParams(scope) })}`
  const response = await fetch(address, { signal }).catch((thrown: unknown) => {
    if (signal.aborted) throw thrown
    throw new ReadError(NOT_REACHED)
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body as QueryResults[Q]
  if (AWAY.has(response.status) && !isErrorBody(body)) throw new ReadError(NOT_REACHED)
  throw new ReadError(isErrorBody(body) ? body.error : { code: `HTTP ${response.status}`, message: 'No answer.' })
}

/** Said for the server by what stands in front of it, and by itself while it starts. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504])

const NOT_REACHED: ErrorDto = { code: 'No answer', message: 'The server could not be reached.' }

/** A server that is away comes back: what is shown, and what is typed into it, stays until then. */
const isAway = (_count: number, thrown: Error) => thrown instanceof ReadError && thrown.error === NOT_REACHED

function isErrorBody(body: unknown): body is { error: ErrorDto } {
  return typeof body === 'object' && body !== null && 'error' in body
}

/** Tries again when what was missing has been regained: the session, or the proof of who its user is. */
export async function regaining<T>(regain: Regain, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ReadError) || !(await regain(error.error.code))) throw error
    }
  }
}
