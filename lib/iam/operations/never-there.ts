import { list, required, structure } from '#model/query/shape.ts'
import type { Entity } from '../domain/entities.ts'
import { checkOn, entity, existing } from '../domain/entities.ts'
import { BY_ROLE, BY_USER, PAGE, POSITION } from '../domain/members.ts'
import { noLoginProfile } from '../errors.ts'
import { operation } from '../operation.ts'

/*
 * What users and roles never have here: programs ask for it before they delete one.
 */

const NOTHING = list(structure({}))

const none = <const A extends object>(name: string, asked: Entity, answer: A) => ({
  checks: [checkOn(name, asked)] as const,
  run() {
    existing(asked)
    return { answer: { ...answer, IsTruncated: false } }
  },
})

export const listInstanceProfilesForRole = operation({
  input: { ...BY_ROLE, ...PAGE },
  output: { InstanceProfiles: required(NOTHING), ...POSITION },
  plan: async ({ RoleName }, context) =>
    none('ListInstanceProfilesForRole', await entity('role', RoleName, context), { InstanceProfiles: [] }),
})

export const listMfaDevices = operation({
  input: { ...BY_USER, ...PAGE },
  output: { MFADevices: required(NOTHING), ...POSITION },
  plan: async ({ UserName }, context) =>
    none('ListMFADevices', await entity('user', UserName, context), { MFADevices: [] }),
})

export const listSigningCertificates = operation({
  input: { ...BY_USER, ...PAGE },
  output: { Certificates: required(NOTHING), ...POSITION },
  plan: async ({ UserName }, context) =>
    none('ListSigningCertificates', await entity('user', UserName, context), { Certificates: [] }),
})

export const listSshPublicKeys = operation({
  input: { ...BY_USER, ...PAGE },
  output: { SSHPublicKeys: NOTHING, ...POSITION },
  plan: async ({ UserName }, context) =>
    none('ListSSHPublicKeys', await entity('user', UserName, context), { SSHPublicKeys: [] }),
})

export const listServiceSpecificCredentials = operation({
  input: BY_USER,
  output: { ServiceSpecificCredentials: NOTHING, ...POSITION },
  plan: async ({ UserName }, context) =>
    none('ListServiceSpecificCredentials', await entity('user', UserName, context), { ServiceSpecificCredentials: [] }),
})

export const listVirtualMfaDevices = operation({
  input: PAGE,
  output: { VirtualMFADevices: required(NOTHING), ...POSITION },
  plan: () => ({
    checks: [{ action: 'iam:ListVirtualMFADevices', resource: '*' }],
    run: () => ({ answer: { VirtualMFADevices: [], IsTruncated: false } }),
  }),
})

const noProfile = (name: string, asked: Entity) => ({
  checks: [checkOn(name, asked)] as const,
  run(): never {
    throw noLoginProfile(existing(asked).name)
  },
})

export const getLoginProfile = operation({
  input: BY_USER,
  output: {},
  plan: async ({ UserName }, context) => noProfile('GetLoginProfile', await entity('user', UserName, context)),
})

export const deleteLoginProfile = operation({
  input: BY_USER,
  output: {},
  plan: async ({ UserName }, context) => noProfile('DeleteLoginProfile', await entity('user', UserName, context)),
})
