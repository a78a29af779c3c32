import type { CostSumDto } from '#console/dto/cost.ts'
import { sumOf } from './request-classes.ts'

export interface CostPart {
  readonly name: 'Keys' | 'Rotations' | 'Requests'
  readonly amount: number
  readonly ground: string
}

/** What a sum is made of; the free tier is taken off the requests. */
export function partsOf({ storage, rotations, requests, credit }: CostSumDto): readonly CostPart[] {
  return [
    { name: 'Keys', amount: storage, ground: 'fill-accent bg-accent' },
    { name: 'Rotations', amount: rotations, ground: 'fill-accent-mid bg-accent-mid' },
    { name: 'Requests', amount: sumOf(requests, 'amount') - credit, ground: 'fill-mark bg-mark' },
  ]
}
