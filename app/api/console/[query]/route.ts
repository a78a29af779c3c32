import { answerQuery } from '#console/answer.ts'

interface Context {
  readonly params: Promise<{ readonly query: string }>
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return answerQuery((await params).query, new URL(request.url))
}
