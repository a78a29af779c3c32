import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasShared, sharedPath } from '#testing/shared.ts'
import { unwrapKwp } from '../aes-kwp.ts'

const FILE = 'vectors/keywrap/nist_key_wrap.vec'

interface Vector {
  readonly key: Buffer
  readonly input: Buffer
  readonly output: Buffer
}

/** The vectors of the section on padded key wrap; the other is on RFC 3394. */
function vectors(): Vector[] {
  const [, section = ''] = readFileSync(sharedPath(FILE), 'utf8').split('[KWP]')
  return section.split(/\n\s*\n/).flatMap((block) => {
    const field = (name: string) => Buffer.from(new RegExp(`^${name} = (\\w+)$`, 'm').exec(block)?.[1] ?? '', 'hex')
    const vector = { key: field('Key'), input: field('Input'), output: field('Output') }
    return vector.output.length > 0 ? [vector] : []
  })
}

describe.skipIf(!hasShared(FILE))('AES-KWP vectors (vectors/keywrap)', () => {
  it('unwraps every one', () => {
    const all = vectors()
    expect(all).toHaveLength(129)
    for (const { key, input, output } of all) expect(unwrapKwp(key, output)).toEqual(input)
  })
})
