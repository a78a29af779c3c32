import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms'
import {
  accessKeys,
  connect,
  createStore,
  DATA_CENTRE,
  disconnect,
  inTime,
  isConnected,
  isCredentialActive,
  KEYS,
  keepRefusal,
  lastUse,
  metadataOf,
  open,
  PROGRAM,
  PROXY,
  PROXY_USER,
  STORE,
  sealed,
  setCredential,
  storeOf,
  use,
} from './external-store.ts'
import type { Facts, Scenario } from './scenario.ts'
import { findKey, newKey, refuse, refused, remembered, shown, since } from './support.ts'

const [LEDGER, PAYROLL] = KEYS

export const killSwitch: Scenario = {
  name: 'kill-switch',
  number: 12,
  title: 'An external key store and its kill switch',
  summary:
    'Keep one half of each key outside of AWS, behind a proxy of your own, and see every use of it in your own log. Then throw two switches that stop all keys at once: the one that AWS gives you, and the one that only you hold.',
  minutes: 12,
  async begin(world) {
    await world.person(PROGRAM, policy('kms:Encrypt', 'kms:Decrypt'))
    await world.newAccount(DATA_CENTRE.account, 'Data centre')
    for (const { external } of KEYS) {
      const about = { Description: 'An external key of AWS KMS' }
      world.memory.set(external, await newKey(world, `alias/${external}`, about, DATA_CENTRE))
    }
    const named = { UserName: PROXY_USER, PolicyName: 'own' }
    await world.iam('CreateUser', { UserName: PROXY_USER }, DATA_CENTRE)
    const PolicyDocument = JSON.stringify(policy('kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'))
    await world.iam('PutUserPolicy', { ...named, PolicyDocument }, DATA_CENTRE)
  },
  steps: [
    {
      title: 'Let AWS KMS into your data centre',
      text: [
        `A second account, Data centre, ${DATA_CENTRE.account}, stands for machines of your own. It has two keys, \`${LEDGER.external}\` and \`${PAYROLL.external}\`, which are to be external keys, and a user \`${PROXY_USER}\` who may use them. The proxy in front of them is this server itself.`,
        'A proxy knows its callers by an access key. Create one for that user, and keep the secret: it is shown once.',
      ],
      link: proxyUser,
      async action(world) {
        await world.iam('CreateAccessKey', { UserName: PROXY_USER }, DATA_CENTRE)
      },
      async check(world) {
        const active = (await accessKeys(world)).find(({ Status }) => Status === 'Active')
        if (!active) return `The user ${PROXY_USER} has no active access key yet.`
        world.memory.set('accessKeyId', active.AccessKeyId)
        return true
      },
      shows: (facts) => shown(facts, { accessKeyId: 'The access key ID' }),
    },
    {
      title: 'Create an external key store',
      text: [
        `In the first account create an external key store with the name \`${STORE}\`. The proxy URI endpoint is \`${PROXY.XksProxyUriEndpoint}\`, by which key stores of a sandbox reach this server, and the path is \`${PROXY.XksProxyUriPath}\`.`,
        `Its credential is the access key of \`${PROXY_USER}\`. Append \`===\` to the secret access key: those of IAM have 40 characters, and AWS KMS takes none under 43. Where you have not kept the secret, create another access key.`,
        'AWS KMS asks the proxy at once, signed with that credential, and makes the key store only if it answers.',
      ],
      link: () => ({ label: 'Create a key store', path: 'key-stores?create=xks' }),
      action: createStore,
      async check(world) {
        const store = await storeOf(world)
        if (!store?.CustomKeyStoreId) return `There is no custom key store with the name ${STORE} yet.`
        if (store.CustomKeyStoreType !== 'EXTERNAL_KEY_STORE') return `The key store ${STORE} is not an external one.`
        if (store.XksProxyConfiguration?.UriEndpoint?.toLowerCase() !== PROXY.XksProxyUriEndpoint) {
          return `The proxy of the key store ${STORE} is not this server.`
        }
        world.memory.set('storeId', store.CustomKeyStoreId)
        return true
      },
    },
    {
      title: 'Connect it',
      text: [
        '`ConnectCustomKeyStore` answers at once and goes on by itself: AWS KMS asks the proxy whether it is well and has a key manager behind it. Keys can be made once the store is connected.',
        'For each answer a proxy has 250 ms. Where it was too slow, disconnect the key store and connect it again.',
      ],
      link: theStore('The key store'),
      action: connect,
      check: isConnected,
    },
    {
      title: 'Create two keys in it',
      text: [
        `Create two symmetric keys in the key store, with the aliases \`alias/ledger\` and \`alias/payroll\`. The wizard that the link opens has the key store chosen already. The external key id of the first is \`${LEDGER.external}\`, that of the second \`${PAYROLL.external}\`.`,
        'Policies, grants and aliases are those of any key. AWS KMS makes material of its own for each, as the inner one of two halves.',
      ],
      link: (facts) => ({ label: 'Create key', path: `keys/create?store=${facts.storeId}` }),
      async action(world) {
        const store = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: remembered(world, 'storeId') } as const
        for (const { alias, external: XksKeyId } of KEYS) {
          if (await findKey(world, alias)) continue
          await inTime(() => newKey(world, alias, { ...store, XksKeyId }))
        }
      },
      async check(world) {
        for (const { alias, external } of KEYS) {
          const key = await findKey(world, alias)
          if (!key?.KeyId) return `No key has the alias ${alias} yet.`
          if (key.CustomKeyStoreId !== remembered(world, 'storeId')) return `${alias} is not in the key store ${STORE}.`
          if (key.XksKeyConfiguration?.Id !== external) return `The external key of ${alias} is not ${external}.`
          world.memory.set(alias, key.KeyId)
        }
        return true
      },
    },
    {
      title: 'Use both keys',
      text: [
        'Encrypt something under each of them, and keep the ciphertexts. To a program they are keys as all others: it names the alias.',
      ],
      link: inPlayground('Encrypt'),
      async action(world) {
        for (const { alias } of KEYS) await sealed(world, alias)
      },
      async check(world) {
        for (const { alias } of KEYS) {
          const made = await world.log({ eventName: 'Encrypt', outcome: 'ok', key: remembered(world, alias) })
          if (made.length === 0) return `Nothing was encrypted under ${alias} yet.`
        }
        return true
      },
      shows: (facts) =>
        shown(facts, { 'alias/ledger ciphertext': 'Under ledger', 'alias/payroll ciphertext': 'Under payroll' }),
    },
    {
      title: 'Find one call in both logs',
      text: [
        'Decrypt one of the two again, then look into the log of the data centre. The same call is there, made by `aws-kms` with the external key, and its `requestMetadata` says what AWS KMS tells of it: who asked, for which key, by which request.',
        'The data centre never sees your plaintext: what it encrypted was a ciphertext already, made with the material that AWS KMS has. Each side holds one half, and neither opens anything alone.',
      ],
      link: () => ({ label: 'The log of the data centre', path: 'audit?event=Decrypt', ...DATA_CENTRE }),
      action: (world) => open(world, LEDGER.alias),
      async check(world) {
        const done = { eventName: 'Decrypt', outcome: 'ok' } as const
        const requests = (await world.log(done)).map(({ record }) => record.requestID)
        const told = await world.log({ ...done, by: PROXY_USER, ...DATA_CENTRE })
        const same = told.find((entry) => requests.includes(metadataOf(entry).kmsRequestId))
        if (!same) return 'Nothing was decrypted under either key yet.'
        world.memory.set('event', same.eventId)
        world.memory.set('request', String(metadataOf(same).kmsRequestId))
        world.memory.set('asker', String(metadataOf(same).awsPrincipalArn))
        return true
      },
      shows: (facts) =>
        shown(facts, {
          request: 'The request in your account',
          event: 'The event in the data centre',
          asker: 'Who asked, as AWS KMS says',
        }),
    },
    {
      title: 'Throw the switch that AWS gives you',
      text: [
        'Disconnect the key store, then decrypt with either key. Both are refused from this moment on, for every caller. No key was disabled and no policy changed: that they are `Unavailable` follows from the store.',
        'What holds a data key in its memory goes on until it needs the key again. The switch stops AWS KMS, not a program that has asked already.',
      ],
      link: theStore('Disconnect the key store'),
      async action(world) {
        await disconnect(world)
        for (const { alias } of KEYS) await refuse(world, `${alias} refused`, use(world, alias))
      },
      async check(world) {
        const state = (await storeOf(world))?.ConnectionState
        if (state !== 'DISCONNECTED') return `The key store is ${state}.`
        const tried = await Promise.all(
          KEYS.map(({ alias }) => keepRefusal(world, alias, 'unavailable', `${alias} refused`)),
        )
        if (!tried.includes(true)) return 'The key store is disconnected, but nobody has tried to decrypt since.'
        const states = await Promise.all(KEYS.map(async ({ alias }) => (await findKey(world, alias))?.KeyState))
        world.memory.set('states', states.join(', '))
        return true
      },
      shows: (facts) => [...refusedUnder(facts), ...shown(facts, { states: 'The state of the keys' })],
    },
    {
      title: 'Try to get around it',
      text: [
        'Try it as the root user of the account, who may do everything: decrypt, or create another key in the store. Permission is not what is missing, so no permission helps.',
      ],
      link: inPlayground('Decrypt'),
      async action(world) {
        await refuse(world, 'asRoot', use(world, LEDGER.alias, 'root'))
        const input = { Origin: 'EXTERNAL_KEY_STORE', XksKeyId: 'another' } as const
        const call = new CreateKeyCommand({ ...input, CustomKeyStoreId: remembered(world, 'storeId') })
        await refuse(world, 'another', world.kms().send(call))
      },
      async check(world) {
        const tried = since(await world.log(), 'DisconnectCustomKeyStore').filter(({ outcome }) => outcome === 'error')
        const byRoot = tried.filter(({ record }) => Object(record.userIdentity).type === 'Root')
        return byRoot.length > 0 ? true : 'The root user has not tried anything since.'
      },
      shows: (facts) => [...refused('asRoot', 'To use ledger')(facts), ...refused('another', 'CreateKey')(facts)],
    },
    {
      title: 'Connect it again',
      text: [
        'Connect the key store, and decrypt what was encrypted before. All keys are back at once, as they were; those that you had disabled meanwhile are disabled.',
        'So whoever may call `ConnectCustomKeyStore` in your account can undo this switch. The next two are out of their reach.',
      ],
      link: theStore('Connect the key store'),
      async action(world) {
        await connect(world)
        for (const { alias } of KEYS) await open(world, alias)
      },
      async check(world) {
        const connected = await isConnected(world)
        if (connected !== true) return connected
        const after = since(await world.log({ outcome: 'ok' }), 'ConnectCustomKeyStore')
        if (after.some(({ eventName }) => eventName === 'Decrypt')) return true
        return 'The key store is connected, but nothing was decrypted since.'
      },
      shows: openedUnder,
    },
    {
      title: 'Disable one external key',
      text: [
        `Go over to the data centre and disable \`${LEDGER.external}\`. Then decrypt with \`ledger\` in the first account: it is refused, and the reason comes from the proxy. \`payroll\` goes on.`,
        'To AWS KMS the key store is connected and the key is `Enabled`. It learns better only when it asks.',
      ],
      link: (facts) => ({ label: 'The external key', path: `keys/${facts[LEDGER.external]}`, ...DATA_CENTRE }),
      async action(world) {
        const KeyId = remembered(world, LEDGER.external)
        await world.kms(DATA_CENTRE).send(new DisableKeyCommand({ KeyId }))
        await refuse(world, 'notEnabled', use(world, LEDGER.alias))
      },
      async check(world) {
        const external = await findKey(world, remembered(world, LEDGER.external), DATA_CENTRE)
        if (external?.KeyState !== 'Disabled') return `${LEDGER.external} is ${external?.KeyState}.`
        if (await keepRefusal(world, LEDGER.alias, 'not enabled', 'notEnabled')) return true
        return `${LEDGER.external} is disabled, but nobody has tried to decrypt under alias/ledger since.`
      },
      shows: refused('notEnabled', 'Under ledger'),
    },
    {
      title: 'Take the credential away',
      text: [
        `Deactivate the access key that the key store has, on the page of \`${PROXY_USER}\` in the data centre. That stops all keys of the store. Decrypt with \`payroll\`, as the root user of the first account too.`,
        'Nobody in that account can undo it, nor can AWS: what is missing is a permission of the data centre.',
      ],
      link: proxyUser,
      async action(world) {
        await setCredential(world, 'Inactive')
        await refuse(world, 'notKnown', use(world, PAYROLL.alias))
        await refuse(world, 'notKnownAsRoot', use(world, PAYROLL.alias, 'root'))
      },
      async check(world) {
        if (await isCredentialActive(world)) return 'The access key of the key store is still active.'
        for (const { alias } of KEYS) {
          if (await keepRefusal(world, alias, 'could not authenticate', 'notKnown')) return true
        }
        return 'The access key is inactive, but nobody has tried to decrypt since.'
      },
      shows: (facts) => [...refused('notKnown')(facts), ...refused('notKnownAsRoot', 'To the root user')(facts)],
    },
    {
      title: 'Turn it on again',
      text: [
        `In the data centre activate the access key and enable \`${LEDGER.external}\`. Then decrypt what was encrypted before, with both keys: it opens.`,
        'Had you destroyed the external key instead, nothing would open again, for nobody. That is the price of a switch that works.',
      ],
      link: proxyUser,
      async action(world) {
        await setCredential(world, 'Active')
        const KeyId = remembered(world, LEDGER.external)
        await world.kms(DATA_CENTRE).send(new EnableKeyCommand({ KeyId }))
        for (const { alias } of KEYS) await open(world, alias)
      },
      async check(world) {
        if (!(await isCredentialActive(world))) return 'The access key of the key store is not active.'
        for (const { alias, external } of KEYS) {
          const key = await findKey(world, remembered(world, external), DATA_CENTRE)
          if (key?.KeyState !== 'Enabled') return `${external} is ${key?.KeyState}.`
          if ((await lastUse(world, alias))?.outcome !== 'ok') return `Nothing was decrypted under ${alias} since.`
        }
        return true
      },
      shows: openedUnder,
    },
  ],
}

function policy(...Action: readonly string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }
}

function proxyUser() {
  return { label: `The user ${PROXY_USER}`, path: `identities/users/${PROXY_USER}`, ...DATA_CENTRE }
}

function theStore(label: string) {
  return (facts: Facts) => ({ label, path: `key-stores/${facts.storeId}` })
}

/** Where either key can be chosen. */
function inPlayground(operation: string) {
  return (facts: Facts) => ({
    label: `${operation} in the Playground`,
    path: `playground?op=${operation}&key=${facts[LEDGER.alias]}`,
  })
}

function refusedUnder(facts: Facts) {
  return KEYS.flatMap(({ alias }) => refused(`${alias} refused`, alias.replace('alias/', 'Under '))(facts))
}

function openedUnder(facts: Facts) {
  return shown(facts, { 'alias/ledger opened': 'By ledger', 'alias/payroll opened': 'By payroll' })
}
