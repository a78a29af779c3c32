import type { CustomKeyStoreDto } from '#console/dto/key-stores.ts'
import { isSettling } from './connection-words.ts'

/** What is wrong with each member, as typed; empty texts are for the form to ask for (AWS KMS API reference). */
export function nameProblem(text: string): string | undefined {
  return text.length > 256 ? 'At most 256 characters' : undefined
}

export function endpointProblem(text: string): string | undefined {
  if (!text.startsWith('https://')) return 'It begins with https://'
  if (!/^https:\/\/[a-zA-Z0-9.-]+$/.test(text)) return 'A host alone: no port, no path'
  return text.length > 128 ? 'At most 128 characters' : undefined
}

export function pathProblem(text: string): string | undefined {
  if (!/^(\/[a-zA-Z0-9/_-]+)?\/kms\/xks\/v\d{1,2}$/.test(text)) return 'It ends in /kms/xks/v1'
  return text.length > 128 ? 'At most 128 characters' : undefined
}

export function accessKeyProblem(text: string): string | undefined {
  return /^[A-Z2-7]{20,30}$/.test(text) ? undefined : '20 to 30 capital letters and digits from 2 to 7'
}

export function secretProblem(text: string): string | undefined {
  if (!/^[A-Za-z0-9/+=]*$/.test(text)) return 'Letters, digits and + / = only'
  return text.length >= 43 && text.length <= 64 ? undefined : '43 to 64 characters: fill up shorter ones with ='
}

export function passwordProblem(text: string): string | undefined {
  return text.length >= 7 && text.length <= 32 ? undefined : '7 to 32 characters'
}

export function vpcServiceProblem(text: string, region: string): string | undefined {
  return text.startsWith(`com.amazonaws.vpce.${region}.vpce-svc-`)
    ? undefined
    : `com.amazonaws.vpce.${region}.vpce-svc-…`
}

/** Why a key store cannot be connected now; undefined when it can. */
export function connectReason({ state }: Pick<CustomKeyStoreDto, 'state'>): string | undefined {
  if (state === 'CONNECTED') return 'It is connected'
  if (state === 'FAILED') return 'Disconnect it first, then connect it again'
  return isSettling(state) ? 'In a moment: something is under way' : undefined
}

/** Why it cannot be disconnected; undefined when it can. */
export function disconnectReason({ state }: Pick<CustomKeyStoreDto, 'state'>): string | undefined {
  return state === 'DISCONNECTED' || state === 'DISCONNECTING' ? 'It is disconnected' : undefined
}

/** Why it cannot be deleted; undefined when it can. */
export function deleteReason({ state }: Pick<CustomKeyStoreDto, 'state'>, keys: number): string | undefined {
  if (keys > 0) return `It has ${keys} ${keys === 1 ? 'key' : 'keys'}: schedule their deletion first`
  return state === 'DISCONNECTED' || state === 'FAILED' ? undefined : 'Disconnect it first'
}

/** Why what only a disconnected key store lets change cannot change; undefined when it can. */
export function fixedReason({ state }: Pick<CustomKeyStoreDto, 'state'>): string | undefined {
  return state === 'DISCONNECTED' ? undefined : 'Only while it is disconnected'
}
