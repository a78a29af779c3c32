import type { SandboxId } from '#kernel/ids.ts'
import type { AdminInput, AdminOperationName } from '#runtime/operator.ts'

/** What was given on the command line behind `sandbox`; the flag `fixture` names its file. */
export interface SandboxCommand {
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
}

type Asked = { [N in AdminOperationName]: { readonly operation: N; readonly input: AdminInput<N> } }[AdminOperationName]

/** What each verb takes, for those who give something else; flags are told by the program's help. */
const USAGE = {
  create: '[NAME]',
  faults: 'ID LIST-AS-JSON',
  quotas: 'ID PROFILE',
  list: '',
  show: 'ID',
  clock: 'ID with --set, --advance, --freeze or --unfreeze',
  snapshot: 'ID NAME',
  restore: 'ID NAME',
  forget: 'ID NAME',
  reset: 'ID',
  delete: 'ID',
} as const

/** Of the verbs that take any. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  create: ['seed', 'quotas', 'account', 'fixture', 'set', 'advance', 'freeze'],
  clock: ['set', 'advance', 'freeze', 'unfreeze'],
}

/**
 * The operation that a command asks for, without the text of its fixture; in words, what it takes instead. The
 * operation checks all else.
 */
export function sandboxOperation({ words: [verb = '', ...words], flags }: SandboxCommand): Asked | string {
  const [first, second] = words
  const id = first as SandboxId
  const odd = Object.keys(flags).find((flag) => !FLAGS[verb]?.includes(flag))
  if (odd !== undefined && Object.hasOwn(USAGE, verb)) return `sandbox ${verb} takes no --${odd}`
  if (flags.freeze === true && flags.unfreeze === true) return 'it is either --freeze or --unfreeze'
  const isOf = (name: keyof typeof USAGE, count: number) => verb === name && words.length === count
  if (verb === 'create' && words.length <= 1) return { operation: 'CreateSandbox', input: creation(first, flags) }
  if (isOf('list', 0)) return { operation: 'ListSandboxes', input: {} }
  if (isOf('show', 1)) return { operation: 'GetSandbox', input: { id } }
  if (isOf('reset', 1)) return { operation: 'ResetSandbox', input: { id } }
  if (isOf('delete', 1)) return { operation: 'DeleteSandbox', input: { id } }
  if (isOf('clock', 1)) return { operation: 'MoveClock', input: { id, ...clock(flags) } }
  if (second !== undefined && isOf('snapshot', 2)) return { operation: 'CreateSnapshot', input: { id, name: second } }
  if (second !== undefined && isOf('restore', 2)) return { operation: 'RestoreSnapshot', input: { id, name: second } }
  if (second !== undefined && isOf('forget', 2)) return { operation: 'DeleteSnapshot', input: { id, name: second } }
  if (second !== undefined && isOf('quotas', 2)) {
    return { operation: 'SetQuotas', input: { id, profile: second as AdminInput<'SetQuotas'>['profile'] } }
  }
  if (second !== undefined && isOf('faults', 2)) return faults(id, second)
  const usage = Object.entries(USAGE).map(([name, takes]) => `${name} ${takes}`.trim())
  return `sandbox takes: ${usage.join(' | ')}`
}

function faults(id: SandboxId, list: string): Asked | string {
  try {
    return { operation: 'SetFaults', input: { id, faults: JSON.parse(list) } }
  } catch {
    return 'the faults are not JSON'
  }
}

function creation(name: string | undefined, flags: SandboxCommand['flags']) {
  const { seed, quotas, account, fixture: _, ...rest } = flags
  const first = clock(rest)
  return {
    ...(name !== undefined && { name }),
    ...(typeof seed === 'string' && { seed }),
    ...(typeof quotas === 'string' && { quotas }),
    ...(typeof account === 'string' && { accountId: account }),
    ...(Object.keys(first).length > 0 && { clock: first }),
  } as AdminInput<'CreateSandbox'>
}

function clock({ set, advance, freeze, unfreeze }: SandboxCommand['flags']) {
  return {
    ...(typeof set === 'string' && { set }),
    ...(typeof advance === 'string' && { advance }),
    ...(freeze === true && { freeze: true }),
    ...(unfreeze === true && { freeze: false }),
  }
}
