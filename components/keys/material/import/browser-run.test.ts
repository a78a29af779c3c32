import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ImportDto } from '#console/dto/imports.ts'
import type { ActionResult } from '#console/dto/result.ts'
import { browserRun, type Kept, type Progress } from './browser-run.ts'

const scope = {
  ...{ sandbox: 'main', account: '111122223333', region: 'us-east-1' },
  principalArn: 'arn:aws:iam::111122223333:root',
}
const wrapping = generateKeyPairSync('rsa', { modulusLength: 2048 })
const asked = {
  ...{ keyId: 'k', spec: 'SYMMETRIC_DEFAULT', algorithm: 'RSAES_OAEP_SHA_256', keySpec: 'RSA_2048' },
  form: {},
}

/** A service whose answers to imports are these, one after another; a lost one is undefined. */
function serviceOf(...answers: readonly (ActionResult<null> | undefined)[]) {
  const brought: string[] = []
  const told: Progress[] = []
  const kept: Kept = {}
  const publicKey = wrapping.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const actions = {
    getImportParameters: async () =>
      ({ ok: true, value: { publicKey, token: 't', validTo: 0 } }) as ActionResult<never>,
    async importKeyMaterial(_scope: unknown, _keyId: string, { material }: ImportDto) {
      const key = createPrivateKey({ key: wrapping.privateKey.export({ type: 'pkcs8', format: 'pem' }), format: 'pem' })
      const oaep = { key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }
      brought.push(privateDecrypt(oaep, Buffer.from(material, 'base64')).toString('base64'))
      const answer = answers[brought.length - 1]
      if (!answer) throw new Error('the connection is lost')
      return answer
    },
  }
  const run = (own?: string) =>
    browserRun({ actions, kept, tell: (progress) => told.push(progress) }, scope, {
      ...asked,
      ...(own !== undefined && { own }),
    })
  return { brought, told, run }
}

const DONE: ActionResult<null> = { ok: true, value: null }
const REFUSED: ActionResult<null> = { ok: false, error: { code: 'IncorrectKeyMaterialException', message: '' } }

it('gives the material that it made and imported', async () => {
  const { run, told, brought } = serviceOf(DONE)
  expect(await run()).toEqual(DONE)
  expect(told.map(({ step }) => step)).toEqual(['make', 'wrap', 'import', 'done'])
  expect(told.at(-1)?.material).toBe(brought[0])
  expect(Buffer.from(brought[0] ?? '', 'base64')).toHaveLength(32)
})

it('gives what was sent and not answered too, and brings the same again', async () => {
  const { run, told, brought } = serviceOf(undefined, REFUSED, DONE)
  await expect(run()).rejects.toThrow('lost')
  expect(told.at(-1)).toEqual({ step: 'import', material: brought[0] })
  expect(await run()).toEqual(REFUSED)
  expect(told.at(-1)).toEqual({ step: 'import', material: brought[0] })
  expect(await run()).toEqual(DONE)
  expect(brought).toEqual([brought[0], brought[0], brought[0]])
})

it('keeps to itself what was refused, and what its owner has anyway', async () => {
  const { run, told } = serviceOf(REFUSED, undefined)
  await run()
  await expect(run(Buffer.alloc(32).toString('base64'))).rejects.toThrow('lost')
  expect(told.some(({ material }) => material !== undefined)).toBe(false)
})
