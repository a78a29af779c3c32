import 'server-only'

import { access, type Console } from './access.ts'
import { ANOTHER_PRINCIPAL } from './act.ts'
import type { ErrorDto } from './dto/result.ts'
import { errorDto } from './error-dto.ts'
import { isQueryName, queries } from './queries.ts'

/** Answers `GET /api/console/<query>?scope=<sandbox>/<account>/<region>&…` with JSON. */
export async function answerQuery(query: string, url: URL): Promise<Response> {
  return answerInScope(url, async (console) => {
    if (!isQueryName(query)) return notFound()
    return json(200, await queries[query](console, url.searchParams))
  })
}

/** Answers for the scope that an address names, as its principal `as` where it has one, or says why not. */
export async function answerInScope(url: URL, answer: (console: Console) => Promise<Response>): Promise<Response> {
  const [sandbox = '', account = '', region = ''] = (url.searchParams.get('scope') ?? '').split('/')
  const granted = await access({ sandbox, account, region }, url.searchParams.get('as') ?? undefined)
  if (granted.kind === 'signed-out') return failure(401, 'SignedOut', 'The session has ended.')
  if (granted.kind === 'forbidden') return failure(403, 'Forbidden', 'The session cannot act in this account.')
  if (granted.kind === 'another-principal') return failure(409, 'PrincipalChanged', ANOTHER_PRINCIPAL)
  if (granted.kind === 'no-such-scope') return notFound()
  try {
    return await answer(granted.console)
  } catch (thrown) {
    const error = errorDto(thrown)
    if (!error) throw thrown
    return json(400, { error })
  }
}

const notFound = () => failure(404, 'NotFound', 'There is no such read.')

function failure(status: number, code: string, message: string): Response {
  const error: ErrorDto = { code, message }
  return json(status, { error })
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
