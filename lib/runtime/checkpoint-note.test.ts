import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkpointText, openCheckpoint, originOf, splitCheckpoints } from '#audit/checkpoint.ts'
import { EMPTY_ROOT } from '#audit/merkle.ts'
import { createCheckpointKey, isSignedByCheckpointKey, openCheckpointKey } from '#crypto/checkpoint-key.ts'
import { localRoot } from '#crypto/root/local-key.ts'
import { sha256 } from '#kernel/hash.ts'
import { systemSecrets } from '#kernel/random.ts'

const root = { ...localRoot(systemSecrets.bytes(32), systemSecrets), health: async () => ({ ok: true }) as const }
const newKey = async () => openCheckpointKey(root, await createCheckpointKey(root, systemSecrets))
const checkpoint = { origin: originOf('id', 'main'), size: 42, root: EMPTY_ROOT, time: '2026-11-23T14:20:00.123Z' }

async function signed() {
  const key = await newKey()
  const publicKey = Buffer.from(key.publicKey, 'base64')
  return { publicKey, text: checkpointText(checkpoint, { publicKey, sign: key.sign }) }
}

describe('a checkpoint', () => {
  it('is a signed note that says whose log it is of, how long that is and which root it has', async () => {
    const { publicKey, text } = await signed()
    const lines = text.split('\n')
    expect(lines.slice(0, 5)).toEqual([
      'keystead/id/main',
      '42',
      EMPTY_ROOT.toString('base64'),
      `time ${checkpoint.time}`,
      '',
    ])
    const [dash, name, signature = ''] = (lines[5] ?? '').split(' ')
    expect([dash, name]).toEqual(['—', checkpoint.origin])
    const bytes = Buffer.from(signature, 'base64')
    // C2SP signed-note: the key id is the beginning of a hash over name, newline, signature type and key.
    const keyId = sha256(Buffer.concat([Buffer.from(`${checkpoint.origin}\n\x01`), publicKey])).subarray(0, 4)
    expect(bytes.subarray(0, 4)).toEqual(keyId)
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
    const note = Buffer.from(`${lines.slice(0, 4).join('\n')}\n`)
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, note, key, bytes.subarray(4))).toBe(true)
  })

  it('opens with the key that signed it, and with no other', async () => {
    const { publicKey, text } = await signed()
    expect(openCheckpoint(text, publicKey, isSignedByCheckpointKey)).toEqual(checkpoint)
    const other = Buffer.from((await newKey()).publicKey, 'base64')
    expect(openCheckpoint(text, other, isSignedByCheckpointKey)).toBeUndefined()
    expect(openCheckpoint(text, publicKey.subarray(1), isSignedByCheckpointKey)).toBeUndefined()
  })

  it('opens no more when any of its bytes is another', async () => {
    const { publicKey, text } = await signed()
    const bytes = Buffer.from(text)
    const opened = Array.from(bytes, (byte, index) => {
      const changed = Buffer.from(bytes)
      changed[index] = byte ^ 1
      return openCheckpoint(changed.toString(), publicKey, isSignedByCheckpointKey)
    })
    expect(opened.filter((each) => each !== undefined)).toEqual([])
    for (const cut of ['', text.slice(1), text.slice(0, -1), `${text}x`, text + text]) {
      expect(openCheckpoint(cut, publicKey, isSignedByCheckpointKey)).toBeUndefined()
    }
  })

  it('is found again in a file to which several were appended', async () => {
    const texts = [(await signed()).text, (await signed()).text]
    expect(splitCheckpoints(texts.map((text) => `${text}\n`).join(''))).toEqual(texts)
    expect(splitCheckpoints(`half a line\n${texts[0]}\nkeystead/id/main\n4`)).toEqual([texts[0]])
    expect(splitCheckpoints('')).toEqual([])
  })
})

describe('the checkpoint key', () => {
  it('does not open under another root', async () => {
    const wrapped = await createCheckpointKey(root, systemSecrets)
    const other = { ...localRoot(systemSecrets.bytes(32), systemSecrets), health: root.health }
    await expect(openCheckpointKey(other, wrapped)).rejects.toMatchObject({ code: 'CheckpointKeyDamaged' })
  })
})
