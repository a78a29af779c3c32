import type { Tone } from '../../blob/layout.ts'
import { spacedHex } from '../../bytes.ts'
import type { Context } from '../context.ts'
import type { Op } from '../operations.ts'

/** A drawn piece: bytes of a kind, the key of a message, or plain. */
export interface Block {
  readonly text: string
  readonly tone: Tone | 'key' | 'plain'
  /** Its share of the row. */
  readonly share?: number
}

export interface Fact {
  readonly name: string
  readonly value: string
}

export interface Step {
  readonly title: string
  readonly rows: readonly (readonly Block[])[]
  readonly words: string
  /** The very bytes and figures of this call. */
  readonly facts: readonly Fact[]
}

export interface Story {
  /** The algorithm, in a few words. */
  readonly aside: string
  readonly steps: readonly Step[]
}

/** What a call is told of. Before it, what is typed; after it, what came back too. */
export interface Told {
  readonly op: Op
  readonly spec: string
  readonly algorithm: string
  readonly messageType: string
  readonly context?: Context | undefined
  readonly toContext?: Context | undefined
  /** Of the input, by member. */
  readonly input: (member: string) => Uint8Array | undefined
  /** Of the answer, by member; undefined before there is one. */
  readonly output: (member: string) => Uint8Array | undefined
  readonly done: boolean
  /** Whether an external key seals around ours. */
  readonly external?: boolean
  /** From 1, of the key's current material. */
  readonly material?: number | undefined
  /** Of a message that the service hashes, made in this browser. */
  readonly digest?: Uint8Array | undefined
  readonly valid?: boolean | undefined
}

export function step(
  title: string,
  words: string,
  rows: Step['rows'],
  facts: readonly (Fact | undefined)[] = [],
): Step {
  return { title, words, rows, facts: facts.filter((fact) => fact !== undefined) }
}

export function block(text: string, tone: Block['tone'] = 'plain', share?: number): Block {
  return { text, tone, ...(share === undefined ? {} : { share }) }
}

const SHOWN = 96

/** Absent where there are no such bytes (yet). */
export function bytesFact(name: string, bytes: Uint8Array | undefined): Fact | undefined {
  return bytes && bytes.length > 0 ? { name, value: spacedHex(bytes, SHOWN) } : undefined
}

/** `27 bytes`; without a number before there is one. */
export function size(bytes: Uint8Array | undefined): string {
  return bytes === undefined || bytes.length === 0
    ? 'bytes'
    : `${bytes.length.toLocaleString('en-US')} ${bytes.length === 1 ? 'byte' : 'bytes'}`
}
