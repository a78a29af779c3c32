import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { askedOp, firstKey } from '#components/playground/choice.ts'
import { PlaygroundPage } from '#components/playground/playground-page.tsx'
import type { EntryDto, QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { callOperation } from './actions.ts'

export const metadata: Metadata = { title: 'Playground' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function Playground({ params, searchParams }: Props) {
  const page = await openPage(params)
  const { key, op, blob } = await searchParams
  const entries = await page.read(['choices'])
  const keyId = one(key) ?? keyToBegin(entries, one(op), one(blob))
  const ofKey = keyId === undefined ? [] : await page.read(['key', { id: keyId }])
  return (
    <Prefetched entries={[...entries, ...ofKey]}>
      <PlaygroundPage call={callOperation} />
    </Prefetched>
  )
}

function keyToBegin(entries: readonly EntryDto[], op = '', blob?: string): string | undefined {
  const [choices] = entries
  return choices?.query === 'choices' ? firstKey(choices.data, askedOp(op, blob ?? null))?.keyId : undefined
}

function one(value: QueryParams[string]): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
