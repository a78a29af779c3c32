import { answerLogCheck } from '#console/log-check.ts'

export async function POST(request: Request): Promise<Response> {
  return answerLogCheck(request)
}
