import type { FaultDto } from '#console/dto/sandboxes.ts'

/** What the form of a fault holds: texts as they are typed. */
export interface FaultForm {
  readonly kind: FaultKind
  readonly operation: string
  readonly keyId: string
  readonly often: 'always' | 'every' | 'rate'
  /** The n of every n-th call, or the chance in percent. */
  readonly share: string
  readonly seconds: string
  readonly code: string
  readonly minutes: string
}

export const FAULT_KINDS = [
  { value: 'throttle', label: 'Throttling', note: 'Calls are refused with ThrottlingException.' },
  { value: 'latency', label: 'Latency', note: 'Calls wait before they go on.' },
  { value: 'error', label: 'Error', note: 'Calls fail with an exception.' },
  { value: 'xks-proxy-down', label: 'Proxy down', note: 'The proxies of external key stores cannot be reached.' },
  { value: 'clock-skew', label: 'Wrong clock', note: 'Signatures are checked by a clock that is wrong.' },
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]['value']

export const NEW_FAULT: FaultForm = {
  ...{ kind: 'throttle', operation: '', keyId: '', often: 'always', share: '2' },
  ...{ seconds: '1', code: 'KMSInternalException', minutes: '10' },
}

/** Whether a fault of that kind can be meant for some operations and keys only. */
export const isAimed = (kind: FaultKind) => kind !== 'clock-skew'

/** The fault that a form asks for; what is no number is left to the service to refuse. */
export function faultOf(form: FaultForm): FaultDto {
  const { kind, often, share } = form
  const operation = form.operation.trim()
  const keyId = form.keyId.trim()
  return {
    kind,
    ...(isAimed(kind) && operation !== '' ? { operation } : {}),
    ...(isAimed(kind) && keyId !== '' ? { keyId } : {}),
    ...(often === 'every' ? { every: Number(share) } : {}),
    ...(often === 'rate' ? { rate: Number(share) / 100 } : {}),
    ...(kind === 'latency' ? { millis: Math.round(Number(form.seconds) * 1000) } : {}),
    ...(kind === 'error' ? { code: form.code.trim() } : {}),
    ...(kind === 'clock-skew' ? { skewMillis: Math.round(Number(form.minutes) * 60_000) } : {}),
  }
}
