import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import { sandboxOf } from '#kms/ports.ts'
import { traceText } from '#policy/explain/text.ts'
import { invalid, noSuchCall } from '../errors.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'

/**
 * Why a call in the log of any account of a sandbox was allowed or refused: of the first account where none is named,
 * of `main` where no sandbox is.
 */
export const explainCall: AdminOperation<'ExplainCall'> = {
  parse(input) {
    const members = membersOf(input)
    const { requestId, accountId } = members
    if (typeof requestId !== 'string' || requestId === '') throw invalid('requestId is required.')
    const asked = { ...(members.id !== undefined && { id: idMember(members) }), requestId }
    if (accountId === undefined) return asked
    if (typeof accountId !== 'string' || !isAccountId(accountId)) throw invalid('accountId must be 12 digits.')
    return { ...asked, accountId }
  },
  async run({ id, requestId, accountId }, { scope }, ports) {
    const { sandbox, account } =
      id === undefined ? scope : { sandbox: id, account: sandboxOf(await existingSandbox(id, ports)).account }
    const place = { sandbox, account: (accountId as AccountId | undefined) ?? account }
    const explained = await ports.explain(requestId, place)
    if (!explained) throw noSuchCall(requestId)
    const { event, traces } = explained
    const { eventName, outcome } = event
    return { answer: { requestId, eventName, outcome, traces, text: traces.map(traceText).join('\n\n') } }
  },
}
