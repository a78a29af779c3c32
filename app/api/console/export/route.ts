import { answerExport } from '#console/export.ts'

export async function GET(request: Request): Promise<Response> {
  return answerExport(request)
}
