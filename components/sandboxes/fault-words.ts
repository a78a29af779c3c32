import type { FaultDto } from '#console/dto/sandboxes.ts'
import { shortId } from '../format.ts'

/** A fault in words: `Every 3rd Decrypt is throttled`. */
export function faultText(fault: FaultDto): string {
  const calls = `${share(fault)} ${callsOf(fault)}`
  switch (fault.kind) {
    case 'throttle':
      return `${calls} is throttled`
    case 'latency':
      return `${calls} waits ${(fault.millis ?? 0) / 1000} s`
    case 'error':
      return `${calls} fails with ${fault.code}`
    case 'xks-proxy-down':
      return `${calls} finds the proxy of its key store down`
    case 'clock-skew':
      return `${share(fault)} signature is checked by a clock ${skewText(fault.skewMillis ?? 0)}`
    default:
      return `${calls}: ${fault.kind}`
  }
}

/** `Every call`, in its parts: how many of those that are meant. */
function share({ rate, every }: FaultDto): string {
  if (every !== undefined && every > 1) return `Every ${ordinal(every)}`
  if (rate !== undefined && rate < 1) return `With a chance of ${Math.round(rate * 100)} %, each`
  return 'Every'
}

function callsOf({ operation, keyId }: FaultDto): string {
  const calls = operation === undefined ? 'call' : operation
  return keyId === undefined ? calls : `${calls} on ${shortId(keyId.slice(keyId.lastIndexOf('/') + 1))}`
}

function skewText(millis: number): string {
  const minutes = Math.round(Math.abs(millis) / 6000) / 10
  return `${minutes} min ${millis < 0 ? 'behind' : 'ahead'}`
}

function ordinal(value: number): string {
  const [tens, ones] = [value % 100, value % 10]
  if (tens >= 11 && tens <= 13) return `${value}th`
  return `${value}${['th', 'st', 'nd', 'rd'][ones] ?? 'th'}`
}
