import type { OperationName } from '#model/api.ts'
import type { KeyRowDto } from './keys.ts'

/** The operations that the playground calls: those that use key material, and GenerateRandom. */
export type PlaygroundOperation = Extract<
  OperationName,
  | 'Encrypt'
  | 'Decrypt'
  | 'ReEncrypt'
  | 'GenerateDataKey'
  | 'GenerateDataKeyWithoutPlaintext'
  | 'GenerateDataKeyPair'
  | 'GenerateDataKeyPairWithoutPlaintext'
  | 'GenerateRandom'
  | 'Sign'
  | 'Verify'
  | 'GenerateMac'
  | 'VerifyMac'
  | 'DeriveSharedSecret'
  | 'Encapsulate'
  | 'Decapsulate'
>

/** A call as the wire has it. */
export interface PlaygroundCallDto {
  readonly operation: PlaygroundOperation
  /** AWS JSON 1.1. */
  readonly body: string
}

/** What the service answered, and what the call left behind. */
export interface PlaygroundAnswerDto {
  /** AWS JSON 1.1. */
  readonly body: string
  readonly requestId: string
  /** From authorization to the durable event. */
  readonly milliseconds: number
  readonly principalArn: string
}

/** The key that a ciphertext blob names, as far as the session may see it. */
export interface BlobKeyDto {
  readonly region: string
  readonly key: Pick<KeyRowDto, 'keyId' | 'arn' | 'aliases' | 'state' | 'spec'>
  /** The material that the blob names, where the session may list those of the key and this is one of them. */
  readonly material?: { readonly number: number; readonly of: number; readonly current: boolean }
}

/** Null where no key of that id is known here, or the session may not see it: the two are not told apart. */
export interface BlobKeyAnswerDto {
  readonly found: BlobKeyDto | null
}

/** An encryption context that a call with a key was recorded with. */
export interface UsedContextDto {
  readonly context: Readonly<Record<string, string>>
  readonly eventName: string
  readonly principalArn: string
  readonly time: number
  readonly requestId: string
}
