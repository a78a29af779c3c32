import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { foreignOrigin } from '#console/act.ts'
import { authOptions } from '#console/session.ts'

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  // The token of next-auth guards no further than its cookie, which all ports of a host share under http.
  if (request.method === 'POST' && (await foreignOrigin())) return new Response(null, { status: 403 })
  return NextAuth(request, context, authOptions(request.headers))
}

export { handle as GET, handle as POST }
