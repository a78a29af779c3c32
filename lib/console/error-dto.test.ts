import { expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import { ServiceError } from '#kernel/service-error.ts'
import { Called, errorDto } from './error-dto.ts'

const ID = 'a request' as RequestId

it('tells the operator why a call failed for a cause of ours, and the page that it did', () => {
  const lines: unknown[] = []
  const log = { error: (...line: unknown[]) => lines.push(line) }
  const cause = new Error('the disk is away')
  const failed = Called.of(new ServiceError('InternalFailure', 'Failed.', 'server', { cause }), ID, log)
  expect(errorDto(failed)).toEqual({ code: 'InternalFailure', message: 'Failed.', requestId: ID })
  expect(lines).toEqual([['failed', cause, { requestId: ID }]])
  Called.of(new ServiceError('NotFoundException', 'Not there.'), ID, log)
  expect(lines).toHaveLength(1)
})
