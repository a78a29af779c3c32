import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { keyTypeText, usageText } from '../format.ts'

type Kind = Pick<KeyChoiceDto, 'spec' | 'usage'>

/**
 * Why an alias cannot be moved from one key to another; undefined when it can: both must be of one type and for one
 * usage (API reference, UpdateAlias).
 */
export function misfit(from: Kind, to: Kind): string | undefined {
  const [type, other] = [keyTypeText(from.spec), keyTypeText(to.spec)]
  if (type !== other) return `${other.replace(/^[A-Z][a-z]/, (head) => head.toLowerCase())} key`
  return from.usage === to.usage ? undefined : `made for: ${usageText(to.usage).toLowerCase()}`
}

/** What changes for programs although the alias may be moved; undefined when nothing does. */
export function caution(from: Kind, to: Kind): string | undefined {
  if (misfit(from, to) !== undefined || from.spec === to.spec) return undefined
  return 'Programs that name an algorithm of the old spec fail with the new key, and signatures of the old key need its public key.'
}

/** What the alias does from its move away from a key, and what becomes of what that key made by it. */
export function moveWords({ spec, usage }: Kind): string {
  const words = spec === 'SYMMETRIC_DEFAULT' ? BY_BLOBS : BY_USAGE[usage]
  return words ? `From then on the alias ${words.does} the new key. ${words.before}` : ''
}

interface MoveWords {
  readonly does: string
  readonly before: string
}

const BY_BLOBS: MoveWords = {
  does: 'encrypts under',
  before: 'Older ciphertexts name their key and still open; only a Decrypt that names the alias is refused.',
}

const BY_USAGE: Readonly<Record<string, MoveWords>> = {
  ENCRYPT_DECRYPT: {
    does: 'encrypts under',
    before: 'Older ciphertexts open by the old key only, named by its id: they name no key.',
  },
  SIGN_VERIFY: {
    does: 'signs with',
    before: 'Older signatures are verified by the old key only, named by its id: they name no key.',
  },
  GENERATE_VERIFY_MAC: {
    does: 'makes MACs with',
    before: 'Older MACs are verified by the old key only, named by its id: they name no key.',
  },
  KEY_AGREEMENT: {
    does: 'stands for',
    before: 'With whoever holds the old public key it comes to another secret.',
  },
  ENCAPSULATE_DECAPSULATE: {
    does: 'stands for',
    before: 'From what was encapsulated for the old public key it takes another secret, and no error tells.',
  },
}
