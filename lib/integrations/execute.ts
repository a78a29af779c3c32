import type { SandboxId } from '#kernel/ids.ts'
import type { Schema } from '#kernel/json-schema.ts'
import { aurora } from './aurora/operations.ts'
import { dynamodb } from './dynamodb/operations.ts'
import { Hosts } from './ebs/hosts.ts'
import { ebs } from './ebs/operations.ts'
import { unknownOperation } from './errors.ts'
import { connectKms } from './kms.ts'
import type { Operation, Operations, Result } from './operation.ts'
import type { IntegrationPorts, Outcome, ServiceCall, ServiceName } from './ports.ts'
import { runPlan } from './run-plan.ts'
import { BucketKeys } from './s3/bucket-keys.ts'
import type { KeyRing } from './s3/object-keys.ts'
import { s3 } from './s3/operations.ts'
import { OwnedKeys } from './s3/owned-keys.ts'
import { secretsManager } from './secrets-manager/operations.ts'
import { createSerial } from './serial.ts'

type Table = Readonly<Record<ServiceName, Operations>>

const table = (hosts: Hosts, keys: KeyRing): Table => ({
  ebs: ebs(hosts),
  s3: s3(keys),
  dynamodb,
  aurora,
  secretsmanager: secretsManager,
})

/** All that can be called. */
const DESCRIBED: readonly Described[] = Object.entries(
  table(new Hosts(), { bucketKeys: new BucketKeys(), ownedKeys: new OwnedKeys() }),
).flatMap(([service, operations]) =>
  Object.entries(operations).map(([operation, found]) => described(service as ServiceName, operation, found)),
)
const NAMES: ReadonlySet<string> = new Set(DESCRIBED.map(({ operation }) => operation))

/** Whether one of the services has an operation of the name. */
export const isIntegrationOperation = (name: string): boolean => NAMES.has(name)

/** Services that encrypt by AWS KMS, which they reach as its clients do. */
export interface Services {
  /** All of all services. */
  readonly operations: readonly Described[]
  /** What is known of an operation before it is run. Throws UnknownOperationException. */
  describe(service: string, operation: string): Described
  /** Runs a call and answers when `keep` has made its changes. Throws ServiceError; KmsRefusal with AWS KMS's words. */
  execute(call: ServiceCall, keep: (outcome: Outcome) => Promise<void>): Promise<Outcome>
  /** Forgets the keys that are in memory for a sandbox, as when that begins anew. */
  forget(sandbox: SandboxId): void
  /** Closes the connections to AWS KMS and forgets all keys. */
  close(): Promise<void>
}

export interface Described {
  readonly service: ServiceName
  readonly operation: string
  readonly readOnly: boolean
  /** Members of the input that stay out of the log. */
  readonly secrets: readonly string[]
  /** The form of the input. */
  readonly input: Schema
}

export function createServices({ endpoint, secrets, isKnownRegion }: IntegrationPorts): Services {
  const connections = connectKms(endpoint)
  const hosts = new Hosts()
  const bucketKeys = new BucketKeys()
  const services = table(hosts, { bucketKeys, ownedKeys: new OwnedKeys() })
  const serially = createSerial()

  function find(service: string, operation: string): { readonly service: ServiceName; readonly found: Operation } {
    if (!isService(service, services)) throw unknownOperation(service, operation)
    const operations = services[service]
    const found = Object.hasOwn(operations, operation) ? operations[operation] : undefined
    if (!found) throw unknownOperation(service, operation)
    return { service, found }
  }

  return {
    operations: DESCRIBED,
    describe(named, operation) {
      const { service, found } = find(named, operation)
      return described(service, operation, found)
    },
    async execute(call, keep) {
      const { found } = find(call.service, call.operation)
      const kms = connections.for(call)
      const plan = found.plan(call.input, { call, kms, secrets, isKnownRegion })
      const work = async () => {
        const outcomeOf = ({ answer, changes = [] }: Result) => ({ answer, changes, kmsCalls: kms.calls })
        return outcomeOf(await runPlan(plan, (result) => keep(outcomeOf(result))))
      }
      if (plan.subject === '') return work()
      const { sandbox, account } = call.scope
      return serially(`${sandbox}/${account}/${call.service}/${plan.subject}`, work)
    },
    forget(sandbox) {
      hosts.forgetSandbox(sandbox)
      bucketKeys.forgetSandbox(sandbox)
    },
    async close() {
      hosts.clear()
      bucketKeys.clear()
      await connections.close()
    },
  }
}

function described(service: ServiceName, operation: string, { readOnly, secrets, input }: Operation): Described {
  return { service, operation, readOnly: readOnly ?? false, secrets: secrets ?? [], input }
}

function isService(name: string, services: object): name is ServiceName {
  return Object.hasOwn(services, name)
}
