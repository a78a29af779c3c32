import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import { traceText } from '#policy/explain/text.ts'
import { invalid, noSuchCall } from '../errors.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'

/** Why a call in the log of any account was allowed or refused; of the first account where none is named. */
export const explainCall: AdminOperation<'ExplainCall'> = {
  parse(input) {
    const { requestId, accountId } = membersOf(input)
    if (typeof requestId !== 'string' || requestId === '') throw invalid('requestId is required.')
    if (accountId === undefined) return { requestId }
    if (typeof accountId !== 'string' || !isAccountId(accountId)) throw invalid('accountId must be 12 digits.')
    return { requestId, accountId }
  },
  async run({ requestId, accountId }, { scope }, { explain }) {
    const explained = await explain(requestId, {
      ...scope,
      account: (accountId as AccountId | undefined) ?? scope.account,
    })
    if (!explained) throw noSuchCall(requestId)
    const { event, traces } = explained
    const { eventName, outcome } = event
    return { answer: { requestId, eventName, outcome, traces, text: traces.map(traceText).join('\n\n') } }
  },
}
