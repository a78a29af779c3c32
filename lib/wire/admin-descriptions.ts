import type { AdminOperationName } from '#admin/execute.ts'
import type { Schema } from '#kernel/json-schema.ts'

/** What people are told of an operation of the administration. */
export interface Description {
  readonly summary: string
  /** Members of the input, those that stand in the path too. */
  readonly input: Readonly<Record<string, Schema>>
  /** The media type and shape of the body, where it is no JSON object of the members. */
  readonly body?: readonly [type: string, schema: Schema]
  /** Of the answer, where it is no JSON. */
  readonly answer?: string
  /** Members without which it is refused, beside those of the path. */
  readonly required?: readonly string[]
  readonly output: Readonly<Record<string, Schema>>
}

const text = (description: string, more: Schema = {}): Schema => ({ type: 'string', description, ...more })
const number = (description: string): Schema => ({ type: 'integer', description })
const flag = (description: string): Schema => ({ type: 'boolean', description })
const list = (items: Schema, description: string): Schema => ({ type: 'array', items, description })
const object = (properties: Readonly<Record<string, Schema>>, description?: string): Schema => ({
  type: 'object',
  properties,
  ...(description !== undefined && { description }),
})

const account = (description: string) => text(description, { pattern: '^\\d{12}$' })
const region = text('An AWS Region; the first one where it is left out.')
const when = (description: string) => text(description, { format: 'date-time' })
const PROFILES = ['off', 'aws', 'brief']

const CREDENTIALS = {
  accountId: account('The account.'),
  accessKeyId: text('Of its root user.'),
  secretAccessKey: text('Told this once.'),
}
const CLUSTER = {
  accountId: account('The account that it is in.'),
  region,
  clusterId: text('Such as cluster-1234567890a.'),
}
const CLUSTER_STATE = {
  state: text('Of the cluster.', { enum: ['ACTIVE', 'INITIALIZED', 'UNINITIALIZED'] }),
  zones: list(text('An Availability Zone.'), 'The Availability Zones of its active HSMs, one for each.'),
  fault: { type: ['string', 'null'], description: 'What attempts to connect fail by, a ConnectionErrorCode.' },
}
const PASSWORD = { kmsuserPassword: text('Of the crypto user kmsuser.', { minLength: 7, maxLength: 32 }) }
const LISTED_CLUSTER = { ...CLUSTER, ...CLUSTER_STATE, trustAnchorCertificate: text('PEM.') }

const SANDBOX_ID = { id: text('The sandbox.', { pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }) }
const SNAPSHOT_NAME = { name: text('Of the snapshot.', { pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }) }
const CLOCK_INPUT = {
  set: when('The time that it shows then. A time that lies before the present one of the sandbox is refused.'),
  advance: text('How far it goes on: an ISO 8601 duration, such as P3655D, P1Y or PT1H.', { format: 'duration' }),
  freeze: flag('Whether it stands from then on; as it is where this is left out.'),
}
const FIRST_CLOCK = { ...CLOCK_INPUT, set: when('The time that it shows first; it may lie in the past.') }
const CLOCK_OUTPUT = { now: when('The time of the sandbox.'), frozen: flag('Whether it stands.') }
const DUE_CHANGES = {
  kind: text('What fell due.', { enum: ['rotated', 'expired', 'deleted', 'ready'] }),
  times: number('How often: one key may rotate many times.'),
  keyCount: number('On how many keys.'),
  keys: list(text('An ARN.'), 'The keys that fell due first, at most 20.'),
}
const LISTED_SANDBOX = {
  ...SANDBOX_ID,
  name: text('As it was given.'),
  accountId: account('Its first account.'),
  createdAt: when('By the wall clock.'),
  clock: object(CLOCK_OUTPUT),
  quotas: text('Which request quotas hold.', { enum: PROFILES }),
  faults: list({ type: 'object' }, 'The faults that are switched on.'),
  scenario: text('The scenario that is played in it; left out where none is.'),
  seeded: flag('Whether identifiers and key material come from a seed.'),
}
const LISTED_SNAPSHOT = {
  name: text('Of the snapshot.'),
  createdAt: when('By the wall clock.'),
  events: number('About how many events its log has.'),
}

const SCENARIO_NAME = { name: text('The scenario, such as envelope-encryption.') }
const LISTED_SCENARIO = {
  ...SCENARIO_NAME,
  number: number('Its place in the list.'),
  title: text('What it is called.'),
  summary: text('What one learns.'),
  minutes: number('How long it takes a reader.'),
  stepCount: number('How many steps it has.'),
  passed: number('How many of them have passed, from the first on.'),
  sandbox: text('Where it is played; left out while it is not.'),
}
const SCENARIO = {
  ...LISTED_SCENARIO,
  accountId: account('The first one of the sandbox; empty while it is not played.'),
  region: text('Where its steps are done.'),
  steps: list({ type: 'object' }, 'Each with its text, its state, and what is missing for it or came of it.'),
}

export const DESCRIPTIONS: { readonly [N in AdminOperationName]: Description } = {
  CreateAccount: {
    summary: 'Create an account',
    input: {
      accountId: account('Chosen where it is left out.'),
      name: text('What the account is called.', { minLength: 1, maxLength: 50 }),
    },
    output: CREDENTIALS,
  },
  ListAccounts: {
    summary: 'List the accounts that are hosted here',
    input: {},
    output: {
      accounts: list(
        object({
          accountId: account('The account.'),
          name: text('Of the account.'),
          createdAt: number('In milliseconds since 1970.'),
        }),
        'In order of their ids.',
      ),
    },
  },
  CreateSimulatedCluster: {
    summary: 'Create a CloudHSM cluster in software',
    input: { ...CLUSTER, ...CLUSTER_STATE, ...PASSWORD, backupOf: text('A cluster that it shares its backup with.') },
    required: ['kmsuserPassword'],
    output: LISTED_CLUSTER,
  },
  ListSimulatedClusters: {
    summary: 'List the simulated clusters',
    input: {},
    output: { clusters: list(object(LISTED_CLUSTER), 'Of all accounts and Regions.') },
  },
  UpdateSimulatedCluster: {
    summary: 'Change a simulated cluster',
    input: { ...CLUSTER, ...CLUSTER_STATE, ...PASSWORD },
    required: ['clusterId'],
    output: LISTED_CLUSTER,
  },
  DeleteSimulatedCluster: {
    summary: 'Delete a simulated cluster',
    input: CLUSTER,
    required: ['clusterId'],
    output: { clusterId: text('It is gone.') },
  },
  LoadDemo: {
    summary: 'Fill a fresh installation with a sample',
    input: {},
    output: {
      from: number('The time of the first call, in milliseconds since 1970.'),
      to: number('Of the last one.'),
      accountIds: list(account('An account.'), 'The first account and the partners.'),
      events: number('How long the log has become.'),
    },
  },
  ApplyFixture: {
    summary: 'Make what a fixture says, all of it or nothing',
    input: SANDBOX_ID,
    body: ['application/yaml', text('The fixture, in YAML or JSON; its schema is at /_keystead/fixture.schema.json.')],
    output: {
      sandbox: text('Where it was made.'),
      made: number('How many identities, clusters, key stores and keys were made.'),
      unchanged: number('How many were there already, as it says.'),
      calls: number('Calls of the past that the log tells of now.'),
      keys: list({ type: 'object' }, 'The keys that were made.'),
      accessKeys: list({ type: 'object' }, 'Access keys that were made, their secrets told this once.'),
    },
  },
  ExportFixture: {
    summary: 'Tell what is there as a fixture',
    input: {
      ...SANDBOX_ID,
      material: flag('With key material and other secrets, which main never tells.'),
      history: flag('With calls of the past: unless it is false, and never of main.'),
    },
    answer: 'application/yaml',
    output: {},
  },
  GetFixtureSchema: {
    summary: 'Describe fixtures in JSON Schema',
    input: {},
    output: {},
  },
  ExplainCall: {
    summary: 'Tell why a call was allowed or refused',
    input: {
      ...{ ...SANDBOX_ID, requestId: text('Of the call.') },
      accountId: account('In whose log it stands; the first otherwise.'),
    },
    required: ['requestId'],
    output: {
      requestId: text('Of the call.'),
      eventName: text('The operation.'),
      outcome: text('How it ended.'),
      traces: list({ type: 'object' }, 'One for each check.'),
      text: text('The same for people.'),
    },
  },
  ProveEvent: {
    summary: 'Prove that an event is in the log that was signed',
    input: { eventId: text('The event.'), since: number('And that the log goes on from so many events.') },
    required: ['eventId'],
    output: {},
  },
  CreateSandbox: {
    summary: 'Create a sandbox',
    input: {
      name: text('Its id is made from it; chosen where it is left out.', { minLength: 1, maxLength: 50 }),
      accountId: account('Its first account; 111122223333 where it is left out.'),
      seed: text('What identifiers and key material are derived from.', { minLength: 1, maxLength: 128 }),
      clock: object(FIRST_CLOCK, 'The time that it begins with.'),
      quotas: text('Which request quotas hold.', { enum: PROFILES }),
      fixture: { description: 'What there is from the start: its text, or what the text says.' },
    },
    output: {
      ...{ ...SANDBOX_ID, ...CREDENTIALS },
      fixture: { type: 'object', description: 'What its fixture came to, as ApplyFixture tells it.' },
    },
  },
  ListSandboxes: {
    summary: 'List the sandboxes beside main',
    input: {},
    output: { sandboxes: list(object(LISTED_SANDBOX), 'In order of their ids.') },
  },
  GetSandbox: {
    summary: 'Tell of a sandbox',
    input: SANDBOX_ID,
    output: { ...LISTED_SANDBOX, snapshots: list(object(LISTED_SNAPSHOT), 'In order of their names.') },
  },
  DeleteSandbox: {
    summary: 'Delete a sandbox with all that is in it',
    input: SANDBOX_ID,
    output: { id: text('It is gone.') },
  },
  MoveClock: {
    summary: 'Set, advance, freeze or release the clock of a sandbox',
    input: { ...SANDBOX_ID, ...CLOCK_INPUT },
    output: {
      ...{ ...SANDBOX_ID, ...CLOCK_OUTPUT },
      changedKeys: number('By what fell due until then, each time counted.'),
      changes: list(object(DUE_CHANGES), 'The same by kind; kinds of which nothing fell due are left out.'),
    },
  },
  SetFaults: {
    summary: 'Say what goes wrong in a sandbox, in place of what went before',
    input: { ...SANDBOX_ID, faults: list({ type: 'object' }, 'An empty list ends them all.') },
    required: ['faults'],
    output: { ...SANDBOX_ID, faults: list({ type: 'object' }, 'Each with an id.') },
  },
  SetQuotas: {
    summary: 'Say which request quotas a sandbox has',
    input: { ...SANDBOX_ID, profile: text('Which hold.', { enum: PROFILES }) },
    required: ['profile'],
    output: { ...SANDBOX_ID, profile: text('Which hold.', { enum: PROFILES }) },
  },
  ResetSandbox: {
    summary: 'Put a sandbox back to its state after creation',
    input: SANDBOX_ID,
    output: { ...SANDBOX_ID, ...CLOCK_OUTPUT },
  },
  CreateSnapshot: {
    summary: 'Keep a sandbox as it is under a name',
    input: { ...SANDBOX_ID, ...SNAPSHOT_NAME },
    required: ['name'],
    output: LISTED_SNAPSHOT,
  },
  RestoreSnapshot: {
    summary: 'Put a sandbox back to what was kept under a name',
    input: { ...SANDBOX_ID, ...SNAPSHOT_NAME },
    output: { ...SANDBOX_ID, ...CLOCK_OUTPUT },
  },
  DeleteSnapshot: {
    summary: 'Forget what was kept under a name',
    input: { ...SANDBOX_ID, ...SNAPSHOT_NAME },
    output: { id: text('The sandbox.'), name: text('It is gone.') },
  },
  ListScenarios: {
    summary: 'List the scenarios',
    input: {},
    output: { scenarios: list(object(LISTED_SCENARIO), 'In order of their numbers.') },
  },
  GetScenario: {
    summary: 'Look how far a scenario is',
    input: SCENARIO_NAME,
    output: SCENARIO,
  },
  StartScenario: {
    summary: 'Start a scenario in a new sandbox, in place of the one that it had',
    input: SCENARIO_NAME,
    output: SCENARIO,
  },
  ResetScenario: {
    summary: 'Put a scenario back to before its first step',
    input: SCENARIO_NAME,
    output: SCENARIO,
  },
  DoScenarioStep: {
    summary: 'Do the current step of a scenario',
    input: { ...SCENARIO_NAME, step: number('From 1 on; one that has passed stays as it is.') },
    output: SCENARIO,
  },
  StopScenario: {
    summary: 'Delete the sandbox of a scenario',
    input: SCENARIO_NAME,
    output: SCENARIO,
  },
}
