'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { CustomKeyStoreDto, NewKeyStoreDto } from '#console/dto/key-stores.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { ClusterFields, useClusterFields } from './cluster-fields.tsx'
import type { CreateKeyStore } from './key-store-actions.ts'
import { nameProblem } from './key-store-rules.ts'
import { ProxyFields, useProxyFields } from './proxy-fields.tsx'

type Type = CustomKeyStoreDto['type']

const TYPES = [
  { value: 'EXTERNAL_KEY_STORE', label: 'External (XKS)' },
  { value: 'AWS_CLOUDHSM', label: 'CloudHSM, simulated' },
] as const

interface CreateKeyStoreDialogProps {
  readonly createKeyStore: CreateKeyStore
  readonly type: Type
  readonly setType: (type: Type) => void
  readonly close: () => void
}

/** Makes a key store, which is connected afterwards. An external one is made only if its proxy answers. */
export function CreateKeyStoreDialog({ createKeyStore, type, setType, close }: CreateKeyStoreDialogProps) {
  const [name, setName] = useState('')
  const proxy = useProxyFields()
  const cluster = useClusterFields()
  const router = useRouter()
  const { keyStores } = usePaths()
  const { run, busy, error } = useAction(createKeyStore, {
    quiet: true,
    done: () => ({ title: 'Key store created', detail: 'Connect it to use it.' }),
    onDone: (id) => router.push(`${keyStores}/${id}`),
  })
  const external = type === 'EXTERNAL_KEY_STORE'
  const reason = (name === '' ? 'Give it a name' : nameProblem(name)) ?? (external ? proxy.problem : cluster.problem)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason) return
    const form: NewKeyStoreDto = external
      ? { type: 'EXTERNAL_KEY_STORE', name, ...proxy.value }
      : { type: 'AWS_CLOUDHSM', name, ...cluster.value }
    run(form)
  }
  return (
    <Dialog title="Create a custom key store" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <div>
            <Segments label="Type" value={type} options={TYPES} onChange={setType} />
          </div>
          <TextField
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={nameProblem(name)}
            hint="Of this account and Region; it can be changed."
          />
          {external ? <ProxyFields fields={proxy} /> : <ClusterFields fields={cluster} />}
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} reason={reason}>
            Create
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
