import type { ErrorDto } from '#console/dto/result.ts'
import { ReadError } from './queries.tsx'

/** What to show of a read or an act that failed. */
export function errorOf(thrown: unknown): ErrorDto {
  return thrown instanceof ReadError
    ? thrown.error
    : { code: 'No answer', message: 'The server could not be reached. Nothing is known to have changed.' }
}
