import { layoutOf } from '../../blob/layout.ts'
import { type Context, contextBytes } from '../context.ts'
import { type Block, block, bytesFact, type Step, type Story, size, step, type Told } from './step.ts'

const HEADER = 53
const NONCE_END = 77
const HALF = 12
const TAG = 16
const NONE = 'no context'

const ASIDE = 'XAES-256-GCM, one fresh key per message'

export function encryptStory(told: Told): Story {
  const blob = told.output('CiphertextBlob')
  return { aside: ASIDE, steps: sealing(told, told.input('Plaintext'), blob) }
}

/** Only with a key in an external key store. */
const SEAL_AGAIN = step('Seal again', 'The external key seals what is sealed, so that either alone opens nothing.', [
  [block('External key', 'key')],
  [block('sealed', 'ct', 2), block('16', 'tag', 1)],
])
const ASK_OUTSIDE = step('Ask outside', 'The external key opens its layer first. Its proxy learns no context.', [
  [block('External key', 'key')],
  [block('sealed', 'ct', 2), block('16', 'tag', 1)],
])

function sealing(
  { context, material, external }: Told,
  plaintext: Uint8Array | undefined,
  blob: Uint8Array | undefined,
): readonly Step[] {
  const parts = partsOf(blob)
  const length = size(plaintext ?? parts?.ciphertext)
  return [
    step('Bind', 'The context becomes sorted bytes. It is authenticated, not hidden.', contextRows(context), [
      bytesFact('Context', contextBytes(context)),
      bytesFact('Header before it', parts?.header),
    ]),
    step(
      'Derive',
      'Random bytes and the current material make a key for this message only.',
      [[block(materialText(material), 'mat')], [block('Nonce, first half', 'nonce')]],
      [bytesFact('Nonce, bytes 0–11', parts?.nonce.subarray(0, HALF)), bytesFact('Material ID', parts?.materialId)],
    ),
    step(
      'Seal',
      `AES-256-GCM turns ${length} into as many, and a tag over everything.`,
      [[block('Message key', 'key')], [block(length, 'ct', 2), block('16', 'tag', 1)]],
      [
        bytesFact('Nonce, bytes 12–23', parts?.nonce.subarray(HALF)),
        bytesFact('Ciphertext', parts?.ciphertext),
        bytesFact('Tag', parts?.tag),
      ],
    ),
    ...(external ? [SEAL_AGAIN] : []),
    step(
      'Assemble',
      'The blob names its key, so Decrypt needs no key id.',
      [strip(blob)],
      [
        {
          name: 'Length',
          value:
            blob && parts
              ? `${blob.length} bytes = 93 + ${parts.ciphertext.length}`
              : `${external ? 'up to 147' : '93'} bytes more than the plaintext`,
        },
      ],
    ),
  ]
}

export function decryptStory(told: Told): Story {
  const blob = told.input('CiphertextBlob')
  const parts = partsOf(blob)
  const plaintext = told.output('Plaintext')
  return {
    aside: ASIDE,
    steps: [
      step(
        'Read',
        'The blob says which key and which material sealed it.',
        [[block('Key ID', 'kid')], [block('Material ID', 'mat')]],
        [bytesFact('Key ID', parts?.keyId), bytesFact('Material ID', parts?.materialId)],
      ),
      ...(told.external ? [ASK_OUTSIDE] : []),
      step('Bind', 'The context given now must be the very one of then.', contextRows(told.context), [
        bytesFact('Context', contextBytes(told.context)),
      ]),
      step(
        'Derive',
        'Nonce and material make the same message key again.',
        [[block('Its material', 'mat')], [block('Nonce, first half', 'nonce')]],
        [bytesFact('Nonce', parts?.nonce)],
      ),
      step(
        'Open',
        'Only if the tag fits every byte and the context, the plaintext comes out.',
        [
          [block(size(parts?.ciphertext), 'ct', 2), block('16', 'tag', 1)],
          [block(plaintext ? size(plaintext) : 'Plaintext', 'key')],
        ],
        [bytesFact('Tag', parts?.tag), plaintext && { name: 'Plaintext', value: size(plaintext) }],
      ),
    ],
  }
}

export function reEncryptStory(told: Told): Story {
  const from = partsOf(told.input('CiphertextBlob'))
  const blob = told.output('CiphertextBlob')
  const to = partsOf(blob)
  return {
    aside: 'Decrypt and Encrypt, in one call inside',
    steps: [
      step(
        'Open',
        'The old blob is opened under its key and its context.',
        [[block('Old blob', 'ct')], contextRows(told.context)[0] ?? []],
        [bytesFact('Source context', contextBytes(told.context)), bytesFact('Old tag', from?.tag)],
      ),
      step(
        'Stay inside',
        'The plaintext is never sent to anyone, not even to you.',
        [[block(size(from?.ciphertext), 'plain')]],
        [{ name: 'Plaintext', value: 'known to the service only, for a moment' }],
      ),
      step(
        'Seal',
        'A fresh nonce, the other key, the other context.',
        [[block('Message key', 'key')], contextRows(told.toContext)[0] ?? []],
        [bytesFact('Destination context', contextBytes(told.toContext)), bytesFact('New nonce', to?.nonce)],
      ),
      step('Assemble', 'A blob that names the destination key.', [strip(blob)], [bytesFact('Key ID', to?.keyId)]),
    ],
  }
}

export function dataKeyStory(told: Told): Story {
  const isPair = told.op.startsWith('GenerateDataKeyPair')
  const inClear = !told.op.endsWith('WithoutPlaintext')
  const blob = told.output(isPair ? 'PrivateKeyCiphertextBlob' : 'CiphertextBlob')
  const parts = partsOf(blob)
  const made = isPair ? 'Private key' : 'Data key'
  return {
    aside: 'The envelope',
    steps: [
      step(
        'Make',
        `${isPair ? 'A key pair is' : 'A data key is'} drawn at random. It is nobody's but yours.`,
        [[block(parts ? size(parts.ciphertext) : made, 'key')]],
        [bytesFact('Public key', told.output('PublicKey')), parts && { name: made, value: size(parts.ciphertext) }],
      ),
      step(
        'Seal',
        'Its copy is sealed under this key and the context.',
        [contextRows(told.context)[0] ?? [], strip(blob)],
        [
          bytesFact('Context', contextBytes(told.context)),
          blob && { name: 'Sealed copy', value: `${size(blob)}; keep it beside your data` },
        ],
      ),
      inClear
        ? step(
            'Use',
            isPair
              ? 'You sign or decrypt with it, on your own machine.'
              : 'You encrypt your data with it, on your own machine. Any size.',
            [[block('Your data', 'plain', 2), block(made, 'key', 1)]],
            [{ name: 'Calls for it', value: 'none: the data never comes here' }],
          )
        : step('Forget', 'The service forgets it. Nobody has it in the clear now.', [[block(made, 'plain')]], []),
      inClear
        ? step(
            'Throw away',
            'Then the clear copy goes. Decrypt gives it back when it is needed.',
            [[block('Sealed copy', 'ct', 2), block('Data', 'plain', 1)]],
            [{ name: 'Keep', value: 'sealed copy and encrypted data, side by side' }],
          )
        : step(
            'Later',
            'Decrypt opens the sealed copy, for whom the policies allow it.',
            [[block('Sealed copy', 'ct')]],
            [],
          ),
    ],
  }
}

function partsOf(blob: Uint8Array | undefined) {
  if (!blob) return undefined
  const layout = layoutOf(blob)
  if (layout.kind !== 'keystead' || layout.external) return undefined
  return {
    header: blob.subarray(0, HEADER),
    keyId: blob.subarray(5, 21),
    materialId: blob.subarray(21, HEADER),
    nonce: blob.subarray(HEADER, NONCE_END),
    ciphertext: blob.subarray(NONCE_END, blob.length - TAG),
    tag: blob.subarray(blob.length - TAG),
  }
}

function materialText(material: number | undefined): string {
  return material === undefined ? 'Current material' : `Material ${material}`
}

const MOST_ROWS = 2

function contextRows(context: Context | undefined): readonly (readonly Block[])[] {
  const entries = Object.entries(context ?? {})
  if (entries.length === 0) return [[block(NONE)]]
  const shown = entries.slice(0, MOST_ROWS).map(([key, value]) => [block(`${key}=${value}`)])
  return entries.length > MOST_ROWS ? [...shown.slice(0, 1), [block(`and ${entries.length - 1} more`)]] : shown
}

/** The fields of a blob side by side. */
function strip(blob: Uint8Array | undefined): readonly Block[] {
  const layout = blob && layoutOf(blob)
  const ranges = layout?.kind === 'keystead' ? layout.ranges : undefined
  if (!ranges) {
    const shares = [
      ['head', 0.5],
      ['kid', 1.2],
      ['mat', 1.8],
      ['nonce', 1.4],
      ['ct', 1.6],
      ['tag', 1],
    ] as const
    return shares.map(([tone, share]) => block('', tone, share))
  }
  return ranges.map(({ tone, start, end }) => block('', tone, Math.sqrt(end - start)))
}
