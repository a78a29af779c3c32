import { aKeysLife } from './a-keys-life.ts'
import { bringYourOwnKey } from './bring-your-own-key.ts'
import { crossAccount } from './cross-account.ts'
import { cryptoShredding } from './crypto-shredding.ts'
import { encryptedVolume } from './encrypted-volume.ts'
import { envelopeEncryption } from './envelope-encryption.ts'
import { findTheIntruder } from './find-the-intruder.ts'
import { globalDatabase } from './global-database.ts'
import { killSwitch } from './kill-switch.ts'
import { manualRotation } from './manual-rotation.ts'
import { outsideAndInside } from './outside-and-inside.ts'
import { postQuantum } from './post-quantum.ts'
import type { Scenario } from './scenario.ts'
import { tenYearsOfRotation } from './ten-years-of-rotation.ts'
import { throttling } from './throttling.ts'
import { whoMayUseIt } from './who-may-use-it.ts'

/** All scenarios, in the order of their numbers. */
export const SCENARIOS: readonly Scenario[] = [
  envelopeEncryption,
  aKeysLife,
  whoMayUseIt,
  crossAccount,
  tenYearsOfRotation,
  bringYourOwnKey,
  encryptedVolume,
  globalDatabase,
  cryptoShredding,
  findTheIntruder,
  throttling,
  killSwitch,
  manualRotation,
  outsideAndInside,
  postQuantum,
]
