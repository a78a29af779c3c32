import type { GroupAttribute } from '#audit/attributes.ts'
import type { Outcome } from '#audit/event.ts'
import type { CountTally, GroupTally } from '#audit/event-tallies.ts'
import { type Bits, countBits, narrow, noBits, placesOf } from './bits.ts'
import { needle, type SegmentIndex } from './segment-index.ts'

const OUTCOMES = (['ok', 'denied', 'error'] satisfies Outcome[]).map((outcome) => {
  return { outcome, needle: needle('outcome', outcome) }
})

/** Adds the events at some places of a segment to counts over time. */
export function countIn(index: SegmentIndex, places: Bits, tally: CountTally): void {
  const bucket = tally.bucketOf(index.earliest)
  const isOneBucket = bucket === tally.bucketOf(index.latest)
  const ended = noBits()
  for (const { outcome, needle } of OUTCOMES) {
    index.addValue(needle, ended.fill(0))
    if (!narrow(ended, places)) continue
    if (isOneBucket) tally.add(bucket, outcome, countBits(ended))
    else countRuns(index, ended, outcome, tally)
  }
}

/** Events that follow one another are mostly in one bucket: they are added together. */
function countRuns({ times }: SegmentIndex, places: Bits, outcome: Outcome, tally: CountTally): void {
  let [bucket, count] = [0, 0]
  for (const place of placesOf(places)) {
    const here = tally.bucketOf(times[place] ?? 0)
    if (here !== bucket && count > 0) {
      tally.add(bucket, outcome, count)
      count = 0
    }
    bucket = here
    count += 1
  }
  if (count > 0) tally.add(bucket, outcome, count)
}

interface Group {
  count: number
  first: number
  last: number
}

/** Adds the events at some places of a segment to counts by the values of an attribute. */
export function groupIn(index: SegmentIndex, places: Bits, attribute: GroupAttribute, tally: GroupTally): void {
  const column = index.columnOf(attribute)
  const groups = new Array<Group | undefined>(index.strings + 1)
  const strings: number[] = []
  for (const place of placesOf(places)) {
    const [string, time] = [column[place] ?? index.strings, index.times[place] ?? 0]
    const group = groups[string]
    if (group) addTime(group, time)
    else {
      groups[string] = { count: 1, first: time, last: time }
      strings.push(string)
    }
  }
  for (const string of strings) {
    const group = groups[string]
    if (!group || string === index.strings) continue
    tally.add(attribute, index.stringAt(string), group.count, group.first, group.last)
  }
}

function addTime(group: Group, time: number): void {
  group.count += 1
  group.first = Math.min(group.first, time)
  group.last = Math.max(group.last, time)
}
