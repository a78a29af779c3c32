import 'server-only'

import { headers } from 'next/headers'
import { forbidden, notFound, redirect } from 'next/navigation'
import { PATH_HEADER } from '#auth/session-cookie.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { instance } from '#runtime/instance.ts'
import { access, type Console } from './access.ts'
import { readDisplay } from './display.ts'
import type { FrameDto, SignInDto } from './dto/frame.ts'
import type { EntryDto, QueryName, QueryParams, QueryResults } from './dto/queries.ts'
import type { PageScopeDto, ScopeDto } from './dto/scope.ts'
import { errorDto } from './error-dto.ts'
import { ownPath } from './own-path.ts'
import { queries } from './queries.ts'
import { regionList } from './region-list.ts'
import { sandboxStateDto } from './sandbox-dto.ts'
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
  const { density, zone } = await readDisplay()
  const { sandbox } = console
  return {
    scope: scopeDto(console),
    userName: console.session.userName,
    userArn: console.session.user.principal.arn,
    method: console.session.method,
    ...(console.session.role && { role: console.session.role }),
    administers: console.administers,
    regions: regionList(),
    now: console.now(),
    frozen: sandbox?.clock.kind === 'frozen',
    logSize: console.logSize(),
    ...(sandbox && { sandbox: sandboxStateDto(sandbox, console.wallTime()) }),
    ...(sandbox?.settings.scenario && { scenario: sandbox.settings.scenario.name }),
    home: { sandbox: MAIN_SANDBOX, account: console.session.user.account },
    authMode: config.authMode,
    endpoint: config.publicUrl,
    display: { density, zone },
  }
}

/** Where a session starts: the overview of its own account in the first Region. Undefined when no one is signed in. */
export async function startPath(): Promise<string | undefined> {
  const session = await currentSession()
  if (!session) return undefined
  return `/${session.scope.sandbox}/${session.scope.account}/${instance().config.region}/overview`
}

/** Who acts in the present session, for pages that belong to no scope. */
export async function whoActs() {
  const session = await currentSession()
  if (!session) return undefined
  const { scope, user, userName } = session
  return { account: scope.account, userName, isRoot: user.principal.kind === 'root' }
}

/** What the sign-in page says about this installation. */
export function signInFacts(): SignInDto {
  const { authMode, consoleSignIn, oidc, publicUrl } = instance().config
  return {
    host: new URL(publicUrl).host,
    authMode,
    ...(oidc && { provider: new URL(oidc.issuer).host }),
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
    case 'another-principal':
      return forbidden()
    case 'no-such-scope':
      return notFound()
  }
}

async function entry(console: Console, [query, params = {}]: Asked): Promise<readonly EntryDto[]> {
  const logSize = console.logSize()
  try {
    const data: QueryResults[QueryName] = await queries[query](console, searchOf(params))
    const { arn: principalArn } = console.session.principal
    return [{ query, params, data, at: instance().clocks.wall.now(), logSize, principalArn } as EntryDto]
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

function scopeDto({ scope, session }: Console): PageScopeDto {
  const { sandbox, account, region } = scope
  return { sandbox, account, region, principalArn: session.principal.arn }
}
