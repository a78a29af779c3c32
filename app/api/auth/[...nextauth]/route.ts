import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '#console/session.ts'

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>
}

function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions(request.headers))
}

export { handle as GET, handle as POST }
