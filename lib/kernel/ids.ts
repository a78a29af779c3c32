declare const brand: unique symbol
type Branded<T, B extends string> = T & { readonly [brand]: B }

/** 12 digits. */
export type AccountId = Branded<string, 'AccountId'>
/** Such as `us-east-1`. */
export type Region = Branded<string, 'Region'>
/** Lower-case letters, digits and dashes. */
export type SandboxId = Branded<string, 'SandboxId'>
/** A UUID, or `mrk-` and 32 hexadecimal digits. */
export type KeyId = Branded<string, 'KeyId'>
/** `arn:<partition>:kms:<region>:<account>:key/<key id>`. */
export type KeyArn = Branded<string, 'KeyArn'>
/** `alias/…`. */
export type AliasName = Branded<string, 'AliasName'>
/** `arn:<partition>:kms:<region>:<account>:alias/…`. */
export type AliasArn = Branded<string, 'AliasArn'>
/** 64 hexadecimal digits: which key material of a key. */
export type KeyMaterialId = Branded<string, 'KeyMaterialId'>
/** A UUID: one call. */
export type RequestId = Branded<string, 'RequestId'>
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMillis = Branded<number, 'EpochMillis'>

const ACCOUNT = /^\d{12}$/
const REGION = /^([a-z]+-){2,3}\d+$/
const SANDBOX = /^[a-z0-9][a-z0-9-]{0,62}$/
const KEY_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MULTI_REGION_KEY = /^mrk-[0-9a-f]{32}$/

export const isAccountId = (value: string): value is AccountId => ACCOUNT.test(value)
/** Says only that the form is right; `#model/regions.ts` knows which Regions exist. */
export const isRegion = (value: string): value is Region => REGION.test(value)
export const isSandboxId = (value: string): value is SandboxId => SANDBOX.test(value)
export const isKeyId = (value: string): value is KeyId => KEY_UUID.test(value) || MULTI_REGION_KEY.test(value)
