'use client'

import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { askedOp, firstKey, inOrder } from './choice.ts'
import type { Choice } from './draft.ts'
import { firstOp, formOf, kindReason, type Op } from './operations.ts'

/** What the address says of the form, and the keys that it can be about. No data stands in it. */
export function useChoice(fixedKeyId: string | undefined) {
  const { params, set } = useUrlState()
  const { data: all, error: choicesError } = useConsoleQuery('choices')
  const keys = inOrder(all ?? [])
  const asked = askedOp(params.get('op'), params.get('blob'))
  const keyId = fixedKeyId ?? params.get('key') ?? firstKey(keys, asked)?.keyId
  const kind = keys.find((each) => each.keyId === keyId)
  const op: Op = asked ?? (kind ? firstOp(kind) : 'Encrypt')
  const choice: Choice = {
    op,
    ...given('algorithm', params.get('alg')),
    ...given('messageType', params.get('type')),
    ...given('dataKeySpec', params.get('spec')),
    ...given('pairSpec', params.get('pair')),
    ...given('numberOfBytes', params.get('bytes')),
    ...given('toAlgorithm', params.get('toalg')),
  }
  return {
    choice,
    keyId,
    toId: params.get('to') ?? undefined,
    keys,
    ready: all !== undefined,
    choicesError,
    blob: params.get('blob'),
    set,
    /** Another operation: the data stays, what it does not have goes from the address. */
    setOp: (next: Op, how?: 'push' | 'replace') =>
      set({ op: next, blob: next === 'Inspect' ? (params.get('blob') ?? undefined) : undefined }, how),
    /** Another key: with its own algorithms, and an operation that it does. */
    setKey(next: KeyChoiceDto) {
      const fits = kindReason(op, next) === undefined && formOf(op).usage !== undefined
      set({ key: next.keyId, op: fits ? op : firstOp(next), alg: undefined, type: undefined, blob: undefined })
    },
  }
}

export type ChoiceState = ReturnType<typeof useChoice>

function given<N extends keyof Choice>(name: N, value: string | null): { readonly [K in N]?: string } {
  return value ? ({ [name]: value } as { readonly [K in N]: string }) : {}
}
