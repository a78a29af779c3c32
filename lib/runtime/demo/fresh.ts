import { demoRefused } from '#admin/errors.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Reads, TreeHead } from '#kms/ports.ts'
import { regions } from '#model/regions.ts'
import type { World } from './world.ts'

/** What may have been done before: a few sign-ins, and looking at empty pages. */
const MOST_EVENTS = 1000

type Store = Pick<Reads, 'accounts' | 'identities' | 'keys'> & { treeHeads(): readonly TreeHead[] }

/**
 * The events of the sample carry times of the past, and a log is in order of time: so it goes only where nothing has
 * happened yet. Throws otherwise.
 */
export async function assertFresh({ first, home }: World, store: Store): Promise<void> {
  const place = { sandbox: MAIN_SANDBOX, account: first }
  if (!regions.some(({ region, partition }) => region === home && partition === 'aws')) {
    throw demoRefused(`it is at home in a Region of the partition aws, which ${home} is not`)
  }
  const { length: accounts } = await store.accounts(MAIN_SANDBOX)
  if (accounts > 1) throw demoRefused(`this one has ${accounts} accounts`)
  for (const kind of ['user', 'role', 'group'] as const) {
    const { length: identities } = await store.identities(place, kind)
    if (identities > 0) throw demoRefused(`this one has ${identities} IAM ${kind}${identities === 1 ? '' : 's'}`)
  }
  for (const { region } of regions) {
    const [key] = await store.keys({ ...place, region }, { limit: 1 })
    if (key) throw demoRefused(`this one has keys in ${region}`)
  }
  const { size = 0 } = store.treeHeads().find(({ sandbox }) => sandbox === MAIN_SANDBOX) ?? {}
  if (size > MOST_EVENTS) throw demoRefused(`the audit log of this one has ${size} events`)
}
