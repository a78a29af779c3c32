import { block, bytesFact, type Story, size, step, type Told } from './step.ts'

/** Of ciphertexts that name no key: bare bytes of RSA and SM2. */
export function rsaEncryptStory(told: Told): Story {
  const { algorithm } = told
  const ciphertext = told.output('CiphertextBlob')
  const plaintext = told.input('Plaintext')
  if (algorithm === 'SM2PKE') {
    return {
      aside: algorithm,
      steps: [
        step('Meet', 'A fresh point on the curve and the public key make a common secret.', [
          [block('Public key', 'kid')],
          [block('Fresh point', 'nonce')],
        ]),
        step('Mask', 'A stream made of the secret hides the bytes; SM3 proves them.', [
          [block(size(plaintext), 'ct', 2), block('SM3', 'tag', 1)],
        ]),
        step(
          'Hand out',
          'It names no key: Decrypt must be told which one.',
          [[block(ciphertext ? size(ciphertext) : 'Ciphertext', 'ct')]],
          [bytesFact('Ciphertext', ciphertext)],
        ),
      ],
    }
  }
  return {
    aside: algorithm,
    steps: [
      step(
        'Pad',
        'OAEP mixes the bytes with random ones, so that no two ciphertexts are alike.',
        [[block(size(plaintext), 'plain', 1), block('random seed', 'nonce', 1)]],
        [plaintext && { name: 'Plaintext', value: size(plaintext) }],
      ),
      step('Raise', 'The padded number to the public exponent, modulo n. Anyone can do this much.', [
        [block('Public key', 'kid')],
        [block(told.spec, 'plain')],
      ]),
      step(
        'Hand out',
        'As long as the modulus. It names no key: Decrypt must be told key and algorithm.',
        [[block(ciphertext ? size(ciphertext) : 'Ciphertext', 'ct')]],
        [bytesFact('Ciphertext', ciphertext)],
      ),
    ],
  }
}

export function rsaDecryptStory(told: Told): Story {
  const plaintext = told.output('Plaintext')
  return {
    aside: told.algorithm,
    steps: [
      step('Take the key', 'Bare bytes name no key: you did.', [[block(told.spec, 'kid')]]),
      step('Raise', 'The number to the private exponent, modulo n. Only here.', [
        [block('Private key', 'key')],
        [block(size(told.input('CiphertextBlob')), 'ct')],
      ]),
      step(
        'Unpad',
        'A padding that does not fit is refused, without a reason.',
        [[block(plaintext ? size(plaintext) : 'Plaintext', 'plain')]],
        [plaintext && { name: 'Plaintext', value: size(plaintext) }],
      ),
    ],
  }
}
