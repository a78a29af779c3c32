import { answerTail } from '#console/tail.ts'

export async function GET(request: Request): Promise<Response> {
  return answerTail(request)
}
