import { readSignature } from '../../blob/der.ts'
import { hashName } from '../limits.ts'
import { block, bytesFact, type Step, type Story, size, step, type Told } from './step.ts'

export function signStory(told: Told): Story {
  const signature = told.output('Signature')
  return {
    aside: told.algorithm,
    steps: [hashing(told), ...signing(told, signature)],
  }
}

function hashing(told: Told): Step {
  const { messageType, algorithm } = told
  const message = told.input('Message')
  const hash = hashName(algorithm)
  if (messageType === 'DIGEST')
    return step(
      'Hash',
      `You did it: these bytes count as ${hash} of the message.`,
      [[block(`Digest, ${size(message)}`, 'nonce')]],
      [bytesFact('Digest', message)],
    )
  if (messageType === 'EXTERNAL_MU')
    return step(
      'Hash',
      'You did it: µ binds the message to the public key (FIPS 204).',
      [[block(`µ, ${size(message)}`, 'nonce')]],
      [bytesFact('µ', message)],
    )
  return step(
    'Hash',
    `${hash} makes a fixed number of bytes of a message of any size.`,
    [[block(size(message), 'plain')], [block(hash, 'nonce')]],
    [bytesFact(hash, told.digest)],
  )
}

function signing({ algorithm, spec }: Told, signature: Uint8Array | undefined): readonly Step[] {
  const end = [bytesFact('Signature', signature), signature && { name: 'Length', value: size(signature) }]
  if (algorithm.startsWith('RSASSA')) {
    const pss = algorithm.includes('PSS')
    return [
      step(
        'Pad',
        pss
          ? 'PSS adds a random salt: the same message signs differently each time.'
          : 'PKCS #1 v1.5 puts fixed bytes before it: the same message signs alike.',
        [[block(pss ? 'salt' : '00 01 ff …', 'nonce', 1), block('digest', 'plain', 1)]],
      ),
      step(
        'Sign',
        'The padded number to the private exponent, modulo n.',
        [[block('Private key', 'key')], [block(signature ? size(signature) : 'Signature', 'tag')]],
        end,
      ),
    ]
  }
  if (algorithm.startsWith('ML_DSA')) {
    return [
      step('Mask', 'A random vector hides the private one, and is thrown away until nothing shines through.', [
        [block('Private key', 'key')],
        [block('mask', 'nonce')],
      ]),
      step(
        'Sign',
        `${spec.replaceAll('_', '-')}: lattices instead of numbers. No quantum computer is known to forge it.`,
        [[block(signature ? size(signature) : 'Signature', 'tag')]],
        end,
      ),
    ]
  }
  if (algorithm.startsWith('ED25519')) {
    return [
      step('Nonce', 'It follows from key and message, so no chance can be missing.', [
        [block('Private key', 'key')],
        [block('nonce', 'nonce')],
      ]),
      step(
        'Sign',
        'R and s side by side, 64 bytes. The same message signs alike.',
        [[block('R', 'ct', 1), block('s', 'tag', 1)]],
        [bytesFact('R', signature?.subarray(0, 32)), bytesFact('s', signature?.subarray(32))],
      ),
    ]
  }
  const found = signature && readSignature(signature)
  return [
    step(
      'Sign',
      'A fresh nonce on the curve gives r; key, digest and nonce give s.',
      [[block('Private key', 'key')], [block('r', 'ct', 1), block('s', 'tag', 1)]],
      [
        bytesFact('r', found && signature.subarray(found.r.content, found.r.end)),
        bytesFact('s', found && signature.subarray(found.s.content, found.s.end)),
      ],
    ),
    step(
      'Encode',
      'Both stand in DER. JOSE and WebCrypto want them side by side instead.',
      [[block('30', 'head', 0.4), block('r', 'ct', 1), block('s', 'tag', 1)]],
      end,
    ),
  ]
}

export function verifyStory(told: Told): Story {
  return {
    aside: told.algorithm,
    steps: [
      hashing(told),
      step(
        'Check',
        'Public key, digest and signature must fit together.',
        [[block('Public key', 'kid')], [block('Signature', 'tag')]],
        [bytesFact('Signature', told.input('Signature'))],
      ),
      step('Answer', 'True, or KMSInvalidSignatureException. No reason is ever told.', [
        [block(told.valid ? 'SignatureValid: true' : 'true or refused', told.valid ? 'kid' : 'plain')],
      ]),
    ],
  }
}
