'use client'

import { useEffect, useRef, useState } from 'react'
import type { PlaygroundAnswerDto, PlaygroundCallDto } from '#console/dto/playground.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import { fromBase64, toBase64 } from '../bytes.ts'
import { type Action, useAction } from '../hooks/use-action.ts'
import type { ApiCall } from '../snippets.ts'
import type { Context } from './context.ts'
import { type Draft, emptyDraft, wireBody } from './draft.ts'
import { hashName } from './limits.ts'
import type { Op } from './operations.ts'

export type CallAction = Action<[call: PlaygroundCallDto], PlaygroundAnswerDto>

/** A call that was answered. */
export interface Exchange {
  readonly op: Op
  readonly call: ApiCall
  readonly answer: PlaygroundAnswerDto
  /** Members of the answer; bytes are base64. */
  readonly output: Readonly<Record<string, unknown>>
  /** Of a message that was hashed inside, made again in this browser. */
  readonly digest?: Uint8Array
}

export interface Failure {
  readonly op: Op
  readonly call: ApiCall
  readonly error: ErrorDto
}

/** A blob of this page, with the context that it was sealed under. */
export interface Remembered {
  readonly blob: string
  readonly context: Context
}

/** What of an answer, or of its call, is bytes. */
export function bytesIn(
  members: Readonly<Record<string, unknown>> | undefined,
  name: string,
): Uint8Array<ArrayBuffer> | undefined {
  const value = members?.[name]
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  return typeof value === 'string' ? fromBase64(value) : undefined
}

/** Whether an error is what a dry run answers when all is well. */
export function isDryRun({ code }: ErrorDto): boolean {
  return code === 'DryRunOperationException'
}

/** The calls of this page. All of it lives in memory, and is gone with the page. */
export function usePlayground(action: CallAction) {
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [exchange, setExchange] = useState<Exchange>()
  const [remembered, setRemembered] = useState<readonly Remembered[]>([])
  const asked = useRef<{ readonly op: Op; readonly call: ApiCall }>(undefined)
  const [failed, setFailed] = useState<{ readonly op: Op; readonly call: ApiCall }>()
  const { run, busy, error, reset } = useAction(action, {
    quiet: true,
    keepsReads: true,
    onDone: (answer) => {
      if (!asked.current) return
      const output: Readonly<Record<string, unknown>> = JSON.parse(answer.body)
      const done = { ...asked.current, answer, output }
      setExchange(done)
      setRemembered((all) => [...rememberedOf(done), ...all].slice(0, 50))
      digestOf(done).then((digest) => digest && setExchange((now) => (now === done ? { ...done, digest } : now)))
    },
  })
  useForgetting(() => {
    setDraft(emptyDraft)
    setExchange(undefined)
    setRemembered([])
    reset()
  })
  return {
    draft,
    setDraft,
    exchange,
    remembered,
    busy,
    failure: error && failed ? { ...failed, error } : undefined,
    call(op: Op, call: ApiCall) {
      asked.current = { op, call }
      setFailed({ op, call })
      const operation = call.operation as PlaygroundCallDto['operation']
      run({ operation, body: wireBody(call) })
    },
  }
}

/** The browser may keep a page that was left, to show it again: without what was secret in it. */
function useForgetting(forget: () => void) {
  const latest = useRef(forget)
  useEffect(() => {
    latest.current = forget
  })
  useEffect(() => {
    const onHide = () => latest.current()
    window.addEventListener('pagehide', onHide)
    return () => window.removeEventListener('pagehide', onHide)
  }, [])
}

function rememberedOf({ call, output }: Exchange): readonly Remembered[] {
  const { input } = call
  const blob = bytesIn(output, 'CiphertextBlob') ?? bytesIn(output, 'PrivateKeyCiphertextBlob')
  const given = bytesIn(input, 'CiphertextBlob')
  const made =
    input.DestinationEncryptionContext ?? (call.operation === 'ReEncrypt' ? undefined : input.EncryptionContext)
  const opened = input.SourceEncryptionContext ?? input.EncryptionContext
  return [
    ...(blob ? [{ blob: toBase64(blob), context: contextIn(made) }] : []),
    ...(given ? [{ blob: toBase64(given), context: contextIn(opened) }] : []),
  ]
}

function contextIn(value: unknown): Context {
  return Object.assign(Object.create(null), Object(value))
}

async function digestOf({ call }: Exchange): Promise<Uint8Array | undefined> {
  const { MessageType, SigningAlgorithm } = call.input
  const message = bytesIn(call.input, 'Message')
  if (MessageType !== 'RAW' || typeof SigningAlgorithm !== 'string' || !message) return undefined
  const hash = hashName(SigningAlgorithm)
  // It is missing on origins that are not secure.
  if (!/^SHA-/.test(hash) || SigningAlgorithm.startsWith('ED25519') || !crypto.subtle) return undefined
  return new Uint8Array(await crypto.subtle.digest(hash, message))
}
