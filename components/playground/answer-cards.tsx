'use client'

import { BlobCard } from '../blob/blob-card.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { OpenBytes } from './secret-bytes.tsx'
import { bytesIn, type Exchange } from './use-playground.ts'

/** What a call gave: blobs byte by byte, plaintext and secrets as they are, verdicts in words. */
export function AnswerCards({ exchange }: { readonly exchange: Exchange }) {
  const { output, call, op } = exchange
  const bytes = (name: string) => bytesIn(output, name)
  const algorithm = String(
    call.input.SigningAlgorithm ?? call.input.MacAlgorithm ?? call.input.EncryptionAlgorithm ?? '',
  )
  const [ciphertext, sealedKey] = [bytes('CiphertextBlob'), bytes('PrivateKeyCiphertextBlob')]
  const [plaintext, privateKey, secret] = [bytes('Plaintext'), bytes('PrivateKeyPlaintext'), bytes('SharedSecret')]
  const [publicKey, encapsulated] = [bytes('PublicKey'), bytes('SharedSecretCiphertextBlob')]
  const [signature, mac] = [bytes('Signature'), bytes('Mac')]
  const isKey = op === 'GenerateDataKey'
  return (
    <>
      {(output.SignatureValid === true || output.MacValid === true) && (
        <Verdict what={output.MacValid ? 'MAC' : 'signature'} />
      )}
      {ciphertext && (
        <BlobCard
          title={op.startsWith('GenerateDataKey') ? 'Sealed data key' : 'Ciphertext blob'}
          bytes={ciphertext}
          known={{
            tone: 'ct',
            words: `A ciphertext of ${algorithm}. It names neither its key nor its algorithm: Decrypt must be told both, and no context binds it.`,
          }}
        />
      )}
      {sealedKey && <BlobCard title="Sealed private key" bytes={sealedKey} />}
      {encapsulated && (
        <BlobCard
          title="Encapsulated secret"
          bytes={encapsulated}
          known={{
            tone: 'ct',
            words:
              'A ciphertext of ML-KEM. It names no key; a wrong one would take another secret out of it, and no one would be told.',
          }}
        />
      )}
      {signature && (
        <BlobCard title="Signature" bytes={signature} known={{ tone: 'tag', words: signatureWords(algorithm) }} />
      )}
      {mac && (
        <BlobCard
          title="MAC"
          bytes={mac}
          known={{ tone: 'tag', words: `${algorithm}. Only the key can check it: with VerifyMac.` }}
        />
      )}
      {plaintext && (
        <OpenBytes
          title={isKey ? 'Plaintext data key' : op === 'GenerateRandom' ? 'Random bytes' : 'Plaintext'}
          bytes={plaintext}
          secret={isKey}
        />
      )}
      {privateKey && <OpenBytes title="Plaintext private key, PKCS #8" bytes={privateKey} secret />}
      {publicKey && (
        <OpenBytes title="Public key, SubjectPublicKeyInfo" bytes={publicKey}>
          Not secret: give it to whoever asks.
        </OpenBytes>
      )}
      {secret && <OpenBytes title="Shared secret" bytes={secret} secret />}
    </>
  )
}

function signatureWords(algorithm: string): string {
  if (algorithm.startsWith('ECDSA') || algorithm === 'SM2DSA')
    return `${algorithm}: r and s in DER. It names neither key nor message.`
  return `${algorithm}: bare bytes as long as every signature of this kind. They name neither key nor message.`
}

function Verdict({ what }: { readonly what: string }) {
  return (
    <Card>
      <p role="status" className="flex items-center gap-2.5 px-4 py-3">
        <Icon name="checkRing" className="size-4 text-enabled" />
        <span className="font-strong">The {what} is valid</span>
        <span className="text-ink-2">this key made it over this very message.</span>
      </p>
    </Card>
  )
}
