import type { KeyId, Region } from '#kernel/ids.ts'
import { describeAll } from './fixture/describe.ts'
import { describeCall } from './fixture/describe-call.ts'
import { differencesOf } from './fixture/differences.ts'
import { KeyStoreMaker } from './fixture/key-stores.ts'
import { KeyMaker } from './fixture/make.ts'
import { pastCall } from './fixture/past-call.ts'
import { Stage } from './fixture/stage.ts'
import type { BareMaterials, FixtureKeys } from './ports/fixture.ts'
import type { ClusterLogins, FixtureKeyStores } from './ports/fixture-key-stores.ts'
import type { Ports } from './ports.ts'

/** `ports`: those of the service, on a draft. */
export function createFixtureKeys(ports: Ports, bare: BareMaterials): FixtureKeys {
  const stage = new Stage(ports)
  const maker = new KeyMaker(stage, bare)
  return {
    make: (key, scope, now) => maker.make(key, scope, now),
    async differences(key, scope, now) {
      const place = { ...scope, region: (key.Region ?? scope.region) as Region }
      const record = key.KeyId === undefined ? undefined : await ports.store.key(place, key.KeyId as KeyId)
      return record && differencesOf(key, record, now, stage, bare)
    },
    describeAll: (place, shows) => describeAll(place, shows, stage, bare),
    describeCall: (event, uniqueIdOf) => describeCall(event, uniqueIdOf, stage),
    call: (call, scope, uniqueIdOf) => pastCall(call, scope, uniqueIdOf, stage),
  }
}

/** `ports`: those of the service, on a draft. */
export function createFixtureKeyStores(ports: Ports, clusters: ClusterLogins): FixtureKeyStores {
  return new KeyStoreMaker(new Stage(ports), clusters)
}
