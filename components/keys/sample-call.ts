import type { KeyDto } from '#console/dto/keys.ts'
import type { ApiCall } from '../snippets.ts'

/** "hello" in base64, as the AWS CLI takes blobs. */
const HELLO = 'aGVsbG8='

interface SampleCall {
  /** What it does, in the words of a menu. */
  readonly words: string
  readonly call: ApiCall
}

/** A call that uses a key for what it is made for. */
export function sampleCall({ keyId: KeyId, spec, usage, algorithms }: KeyDto): SampleCall {
  const [algorithm = ''] = algorithms
  switch (usage) {
    case 'SIGN_VERIFY': {
      const input = { KeyId, Message: HELLO, MessageType: 'RAW', SigningAlgorithm: algorithm }
      return { words: 'sign with this key', call: { operation: 'Sign', input } }
    }
    case 'GENERATE_VERIFY_MAC': {
      const input = { KeyId, Message: HELLO, MacAlgorithm: algorithm }
      return { words: 'make a MAC with this key', call: { operation: 'GenerateMac', input } }
    }
    case 'KEY_AGREEMENT': {
      const input = { KeyId, KeyAgreementAlgorithm: algorithm, PublicKey: 'fileb://their-public-key.der' }
      return { words: 'derive a secret with this key', call: { operation: 'DeriveSharedSecret', input } }
    }
    case 'ENCAPSULATE_DECAPSULATE': {
      const input = { KeyId, EncapsulationAlgorithm: algorithm }
      return { words: 'encapsulate a secret for this key', call: { operation: 'Encapsulate', input } }
    }
    default: {
      const named = spec === 'SYMMETRIC_DEFAULT' ? {} : { EncryptionAlgorithm: algorithms.at(-1) ?? '' }
      const input = { KeyId, Plaintext: HELLO, ...named }
      return { words: 'encrypt with this key', call: { operation: 'Encrypt', input } }
    }
  }
}
