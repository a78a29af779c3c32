import { takesContext } from '../operations.ts'
import { rsaDecryptStory, rsaEncryptStory } from './bare.ts'
import { agreementStory, kemStory, macStory, randomStory } from './secrets.ts'
import { signStory, verifyStory } from './signatures.ts'
import type { Story, Told } from './step.ts'
import { dataKeyStory, decryptStory, encryptStory, reEncryptStory } from './symmetric.ts'

/** What happens inside a call, step by step; undefined where there is no call. */
export function storyOf(told: Told): Story | undefined {
  switch (told.op) {
    case 'Encrypt':
      return takesContext(told.spec) ? encryptStory(told) : rsaEncryptStory(told)
    case 'Decrypt':
      return takesContext(told.spec) ? decryptStory(told) : rsaDecryptStory(told)
    case 'ReEncrypt':
      return reEncryptStory(told)
    case 'GenerateDataKey':
    case 'GenerateDataKeyWithoutPlaintext':
    case 'GenerateDataKeyPair':
    case 'GenerateDataKeyPairWithoutPlaintext':
      return dataKeyStory(told)
    case 'GenerateRandom':
      return randomStory(told)
    case 'Sign':
      return signStory(told)
    case 'Verify':
      return verifyStory(told)
    case 'GenerateMac':
    case 'VerifyMac':
      return macStory(told)
    case 'DeriveSharedSecret':
      return agreementStory(told)
    case 'Encapsulate':
    case 'Decapsulate':
      return kemStory(told)
    case 'Inspect':
      return undefined
  }
}
