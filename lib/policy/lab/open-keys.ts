import type { ConditionContext } from '../request.ts'
import type { IsOpen } from './assume.ts'

/** They follow from who asks: where one is absent, it is absent from every request of the caller. */
const OF_CALLERS: ReadonlySet<string> = new Set(
  `kms:calleraccount aws:principalaccount aws:principalarn aws:principaltype aws:userid aws:username
  aws:principalisawsservice aws:principalservicename`.split(/\s+/),
)

/** They follow from the key. */
const OF_KEYS: ReadonlySet<string> = new Set(
  `kms:keyspec kms:customermasterkeyspec kms:keyusage kms:customermasterkeyusage kms:keyorigin kms:multiregion
  kms:multiregionkeytype kms:resourcealiases aws:resourceaccount`.split(/\s+/),
)

/** What requests to a key that is known, by callers that are known, may say or not. */
export function openInRequests(known: ConditionContext): IsOpen {
  return (key) => !known.has(key) && !OF_CALLERS.has(key) && !OF_KEYS.has(key) && !key.startsWith('aws:resourcetag/')
}

/** The same where the caller is here: all is known but what the input of an operation will say. */
export function openInInputs(known: ConditionContext): IsOpen {
  const isOfInput = (key: string) =>
    key.startsWith('aws:requesttag/') || key === 'aws:tagkeys' || (key.startsWith('kms:') && key !== 'kms:viaservice')
  const isOpen = openInRequests(known)
  return (key) => isOfInput(key) && isOpen(key)
}
