import { DAY } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { changesOf, IMPORTS } from './changes.ts'
import type { Draw } from './draw.ts'
import { around, seeded } from './draw.ts'
import { keysOf } from './keys.ts'
import { importMaterial, makeKey, makeKeyStore } from './make-keys.ts'
import { settle, settlePartner } from './settle.ts'
import { Shelf } from './shelf.ts'
import type { Stage } from './stage.ts'
import type { Traffic } from './traffic.ts'
import { TRAFFIC } from './traffic.ts'
import { Uses } from './uses.ts'
import { accountsOf } from './world.ts'

/** How long before the present the sample begins. */
export const HISTORY_DAYS = 545
const HOUR = 3_600_000
const MINUTE = 60_000
const SEED = 20_931
/** When work is done, in UTC: at first every other day, later twice a day; the present day is told by the hour. */
const DAILY_FROM = 200
const TWICE_FROM = 45
const HOURS = { once: [10], twice: [9, 15] } as const
/** The last hours are told in steps of ten minutes. */
const FINE_HOURS = 3
const FINE_STEP = 10 * MINUTE

/** Of the traffic at the end, how much there is at the beginning. */
const AT_FIRST = 0.1

/** Something that happens at a moment. */
interface Scene {
  readonly at: number
  play(): Promise<void>
}

/** Plays the whole sample up to `end`, in the order of time. `progress` is told how much of it is done. */
export async function playDemo(stage: Stage, end: EpochMillis, progress: (done: number, all: number) => void) {
  const shelf = new Shelf()
  const scenes = [...story(stage, shelf, end), ...traffic(stage, shelf, end)].toSorted((a, b) => a.at - b.at)
  for (const [done, { at, play }] of scenes.entries()) {
    await stage.moveTo(Math.floor(at) as EpochMillis)
    await play()
    progress(done + 1, scenes.length)
  }
  await stage.moveTo(end)
}

/** Who came, which keys were made, and what became of them. */
function story(stage: Stage, shelf: Shelf, end: number): readonly Scene[] {
  const { world } = stage
  const scene = (ago: number, play: () => Promise<void>): Scene => ({ at: end - ago * DAY, play })
  return [
    scene(HISTORY_DAYS, () => settle(stage)),
    ...accountsOf(world).map(({ id, name, ago }) =>
      scene(ago, async () => {
        await stage.admin('CreateAccount', { accountId: id, name })
        if (id === world.acme) await settlePartner(stage)
      }),
    ),
    scene(151, () => makeKeyStore(stage, shelf)),
    ...keysOf(world).map((key) => scene(key.ago, () => makeKey(stage, shelf, key))),
    ...IMPORTS.map((each) => scene(each.ago, () => importMaterial(stage, shelf, each))),
    ...changesOf(world).map((change) => scene(change.ago, () => change.play(stage, shelf))),
    scene(320, async () => {
      for (const name of ['aws/s3', 'aws/ebs', 'aws/secretsmanager'])
        await stage.kms('role:SecurityAudit', 'DescribeKey', { KeyId: `alias/${name}` })
    }),
  ]
}

/** The uses of every day, a few of them at a time. */
function traffic(stage: Stage, shelf: Shelf, end: number): readonly Scene[] {
  const draw = seeded(SEED)
  const uses = new Uses(stage, shelf, draw)
  return moments(end, draw).map(({ at, share }) => ({
    at,
    async play() {
      const asked = TRAFFIC.flatMap((each) => repeated(each, (end - at) / DAY, new Date(at).getUTCDay(), share, draw))
      await stage.assume(asked.map(({ as }) => as))
      await Promise.all(asked.map((each) => uses.make(each)))
    },
  }))
}

/** Moments with the part of a day's work that falls on each. */
function moments(end: number, draw: Draw): readonly { readonly at: number; readonly share: number }[] {
  const first = Math.ceil((end - HISTORY_DAYS * DAY) / DAY) * DAY
  const days = Array.from({ length: HISTORY_DAYS + 1 }, (_, day) => first + day * DAY)
  const usual = days
    .flatMap((day, number) => {
      const ago = (end - day) / DAY
      if (ago > DAILY_FROM && number % 2 === 1) return []
      const hours = ago > TWICE_FROM ? HOURS.once : HOURS.twice
      const share = (ago > DAILY_FROM ? 2 : 1) / hours.length
      return hours.map((hour) => ({ at: day + (hour + draw() * 3) * HOUR, share }))
    })
    .filter(({ at }) => at < end - DAY)
  const hours = Array.from({ length: 24 - FINE_HOURS }, (_, hour) => ({ at: end - DAY + hour * HOUR, share: 1 / 12 }))
  const steps = Array.from({ length: (FINE_HOURS * HOUR) / FINE_STEP }, (_, step) => ({
    at: end - FINE_HOURS * HOUR + step * FINE_STEP,
    share: 1 / 24,
  }))
  const spread = <T extends { at: number }>(moment: T) => ({ ...moment, at: moment.at + draw() * 5 * MINUTE })
  return [...usual, ...hours.map(spread), ...steps.map(spread)]
}

function repeated(each: Traffic, ago: number, weekday: number, share: number, draw: Draw): readonly Traffic[] {
  const { from, to = 0, perDay, weekdays } = each
  const isOff = ago > from || ago < to || (weekdays && (weekday === 0 || weekday === 6))
  if (isOff) return []
  const grown = AT_FIRST + (1 - AT_FIRST) * ((from - ago) / (from - to)) ** 2
  return Array.from({ length: around(perDay * grown * share, draw) }, () => each)
}
