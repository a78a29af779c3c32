import { fromUtf8, utf8 } from '#kernel/bytes.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Vault } from '../ports.ts'
import type { KeyStoreRow } from './rows.ts'

type Named = Scope & Pick<KeyStoreRow, 'customKeyStoreId'>

const purposeOf = ({ customKeyStoreId }: Named) => `custom-key-store:${customKeyStoreId}`

/** Seals what a key store logs in with: the password of kmsuser, or the proxy's secret access key. */
export async function sealedSecret(store: Named, secret: string | Uint8Array, vault: Vault): Promise<Buffer> {
  const { sandbox, account, region } = store
  const scope = { sandbox, account, region }
  await vault.begin(scope)
  return vault.sealSecret(scope, purposeOf(store), typeof secret === 'string' ? utf8(secret) : secret)
}

/** The caller zeroes it. */
export function openedSecret(store: Named & Pick<KeyStoreRow, 'secret'>, vault: Vault): Buffer {
  const opened = vault.openSecret(store, purposeOf(store), store.secret)
  if (opened) return opened
  throw new Error(`the secret of key store ${store.customKeyStoreId} does not open: the database was changed`)
}

/** As a text, which cannot be zeroed. */
export function openedText(store: Named & Pick<KeyStoreRow, 'secret'>, vault: Vault): string {
  const opened = openedSecret(store, vault)
  const text = fromUtf8(opened) ?? ''
  opened.fill(0)
  return text
}
