import { block, bytesFact, type Story, size, step, type Told } from './step.ts'

export function macStory(told: Told): Story {
  const mac = told.output('Mac')
  const message = step('Take in', 'The message as it is: HMAC hashes it by itself.', [
    [block(size(told.input('Message')), 'plain')],
  ])
  const compute = step('Compute', `${told.algorithm.replaceAll('_', '-')}: hashed with the key, and once more.`, [
    [block('Key, never leaves', 'key')],
    [block('inner, outer', 'nonce')],
  ])
  if (told.op === 'GenerateMac') {
    return {
      aside: told.algorithm,
      steps: [
        message,
        compute,
        step(
          'Hand out',
          'Only who has the key can make or check it: this service.',
          [[block(mac ? size(mac) : 'MAC', 'tag')]],
          [bytesFact('MAC', mac)],
        ),
      ],
    }
  }
  return {
    aside: told.algorithm,
    steps: [
      message,
      compute,
      step(
        'Compare',
        'Byte by byte, in a time that tells nothing. True, or KMSInvalidMacException.',
        [[block('theirs', 'tag', 1), block(told.valid ? 'equal' : 'ours', 'tag', 1)]],
        [bytesFact('MAC', told.input('Mac'))],
      ),
    ],
  }
}

export function agreementStory(told: Told): Story {
  const secret = told.output('SharedSecret')
  return {
    aside: 'ECDH (SP 800-56A)',
    steps: [
      step(
        'Check',
        'Their point must lie on the same curve.',
        [[block('Their public key', 'kid')]],
        [bytesFact('SubjectPublicKeyInfo', told.input('PublicKey'))],
      ),
      step('Multiply', 'Their point times your private number. They do the same the other way round.', [
        [block('Private key', 'key')],
        [block('Their point', 'kid')],
      ]),
      step(
        'Hand out',
        'The x-coordinate. Put it through a KDF before you use it as a key.',
        [[block(secret ? size(secret) : 'Shared secret', 'nonce')]],
        [secret && { name: 'Shared secret', value: size(secret) }],
      ),
    ],
  }
}

export function kemStory(told: Told): Story {
  const out = told.op === 'Encapsulate'
  const ciphertext = out ? told.output('SharedSecretCiphertextBlob') : told.input('SharedSecretCiphertextBlob')
  const secret = told.output('SharedSecret')
  const aside = `${told.spec.replaceAll('_', '-')} (FIPS 203)`
  const hand = step(
    'Hand out',
    '32 bytes that both sides have. Use them as a key.',
    [[block(secret ? size(secret) : 'Shared secret', 'nonce')]],
    [secret && { name: 'Shared secret', value: size(secret) }],
  )
  if (out) {
    return {
      aside,
      steps: [
        step('Draw', '32 random bytes, hashed with the public key.', [
          [block('random', 'nonce')],
          [block('Public key', 'kid')],
        ]),
        step(
          'Encapsulate',
          'They are hidden in a noisy lattice point, which only the private key undoes.',
          [[block(ciphertext ? size(ciphertext) : 'Ciphertext', 'ct')]],
          [bytesFact('Ciphertext', ciphertext)],
        ),
        hand,
      ],
    }
  }
  return {
    aside,
    steps: [
      step(
        'Undo',
        'The private key takes the bytes out of the lattice point.',
        [[block('Private key', 'key')], [block(size(ciphertext), 'ct')]],
        [bytesFact('Ciphertext', ciphertext)],
      ),
      step(
        'Check',
        'They are encapsulated again. If that gives another ciphertext, the secret is a wrong one: never an error.',
        [[block('again', 'ct', 1), block('equal?', 'plain', 1)]],
      ),
      hand,
    ],
  }
}

export function randomStory(told: Told): Story {
  const bytes = told.output('Plaintext')
  return {
    aside: 'A deterministic generator, seeded by the system',
    steps: [
      step('Draw', "The system's generator is asked. No key takes part, so no key policy counts.", [
        [block('entropy', 'nonce')],
      ]),
      step(
        'Hand out',
        'Nothing of it is kept or recorded, but that it was asked for.',
        [[block(bytes ? size(bytes) : 'random bytes', 'key')]],
        [bytes && { name: 'Length', value: size(bytes) }],
      ),
    ],
  }
}
