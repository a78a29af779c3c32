import type { ErrorDto } from '#console/dto/result.ts'
import { ReadError } from '../hooks/queries.tsx'

/** The values of an answer that is JSON, a value a line, as they come. Throws ReadError when it is an error instead. */
export async function* linesOf(response: Response): AsyncGenerator<unknown> {
  if (!response.ok || !response.body) throw new ReadError(await errorIn(response))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = `${rest}${value}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}

async function errorIn(response: Response): Promise<ErrorDto> {
  const body: unknown = await response.json().catch(() => undefined)
  const error: unknown = Reflect.get(Object(body), 'error')
  // The server writes it.
  if (error) return error as ErrorDto
  return { code: `HTTP ${response.status}`, message: 'No answer.' }
}
