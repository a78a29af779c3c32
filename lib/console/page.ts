import 'server-only'

import { headers } from 'next/headers'
import { forbidden, notFound, redirect } from 'next/navigation'
import { PATH_HEADER } from '#auth/session-cookie.ts'
import { instance } from '#runtime/instance.ts'
import { access, type Console } from './access.ts'
import type { FrameDto, SignInDto } from './dto/frame.ts'
import type { EntryDto, QueryName, QueryParams, QueryResults } from './dto/queries.ts'
import type { ScopeDto } from './dto/scope.ts'
import { errorDto } from './error-dto.ts'
import { ownPath } from './own-path.ts'
import { queries } from './queries.ts'
import { regionList } from './region-list.ts'
import { currentSession } from './session.ts'

export interface Page {
  readonly scope: ScopeDto
  /**
   * Reads for the components of this page; those that fail are left out, so that the component asks again and shows
   * the error itself.
   */
  read(...asked: readonly Asked[]): Promise<readonly EntryDto[]>
}

type Asked = readonly [query: QueryName, params?: QueryParams]

/** Opens a page of a scope, or ends it: sign-in, the forbidden state, not found. */
export async function openPage(path: Promise<ScopeDto>): Promise<Page> {
  return pageOf(await grant(await path))
}

/** Opens a page about the whole installation: forbidden to all but its administrator. */
export async function openAdministration(path: Promise<ScopeDto>): Promise<Page> {
  const console = await grant(await path)
  return console.administers ? pageOf(console) : forbidden()
}

function pageOf(console: Console): Page {
  return {
    scope: scopeDto(console),
    read: async (...asked) => (await Promise.all(asked.map((each) => entry(console, each)))).flat(),
  }
}

/** What the frame around the pages of a scope shows. */
export async function openFrame(path: Promise<ScopeDto>): Promise<FrameDto> {
  const console = await grant(await path)
  const { config } = instance()
  return {
    scope: scopeDto(console),
    userName: console.session.userName,
    principalArn: console.session.principal.arn,
    administers: console.administers,
    regions: regionList(),
    now: console.now(),
    frozen: false,
    authMode: config.authMode,
    endpoint: config.publicUrl,
  }
}

/** Where a session starts: the keys of its own account in the first Region. Undefined when no one is signed in. */
export async function startPath(): Promise<string | undefined> {
  const session = await currentSession()
  if (!session) return undefined
  return `/${session.scope.sandbox}/${session.scope.account}/${instance().config.region}/keys`
}

/** What the sign-in page says about this installation. */
export function signInFacts(): SignInDto {
  const { authMode, consoleSignIn, publicUrl } = instance().config
  return {
    host: new URL(publicUrl).host,
    authMode,
    ...(consoleSignIn.allowed ? {} : { closed: consoleSignIn.reason }),
  }
}

async function grant(path: ScopeDto): Promise<Console> {
  const granted = await access(path)
  switch (granted.kind) {
    case 'granted':
      return granted.console
    case 'signed-out':
      return redirect(`/sign-in?callbackUrl=${encodeURIComponent(ownPath((await headers()).get(PATH_HEADER)))}`)
    case 'forbidden':
      return forbidden()
    case 'no-such-scope':
      return notFound()
  }
}

async function entry(console: Console, [query, params = {}]: Asked): Promise<readonly EntryDto[]> {
  try {
    const data: QueryResults[QueryName] = await queries[query](console, searchOf(params))
    return [{ query, params, data, at: instance().clocks.wall.now() } as EntryDto]
  } catch (thrown) {
    if (errorDto(thrown)) return []
    throw thrown
  }
}

function searchOf(params: QueryParams): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const each of typeof value === 'string' ? [value] : (value ?? [])) search.append(name, each)
  }
  return search
}

function scopeDto({ scope }: Console): ScopeDto {
  return { sandbox: scope.sandbox, account: scope.account, region: scope.region }
}
