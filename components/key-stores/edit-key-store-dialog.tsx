'use client'

import { type FormEvent, useState } from 'react'
import type { CustomKeyStoreDto, KeyStoreChangeDto } from '#console/dto/key-stores.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { KeyStoreActions } from './key-store-actions.ts'
import * as rules from './key-store-rules.ts'

interface EditKeyStoreDialogProps extends Pick<KeyStoreActions, 'updateKeyStore'> {
  readonly store: CustomKeyStoreDto
  readonly close: () => void
}

/** Changes what its present connection lets change. Secrets that are left empty stay. */
export function EditKeyStoreDialog({ store, updateKeyStore, close }: EditKeyStoreDialogProps) {
  const form = useEdit(store)
  const { run, busy, error } = useAction(updateKeyStore, {
    quiet: true,
    done: () => ({ title: 'Key store changed' }),
    onDone: close,
  })
  const nothing = Object.keys(form.change).length === 0 ? 'Nothing is changed yet' : undefined
  const reason = form.problem ?? nothing
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!reason) run(store.id, form.change)
  }
  return (
    <Dialog title="Edit key store" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <TextField
            label="Name"
            value={form.name}
            onChange={(event) => form.setName(event.target.value)}
            error={form.name === '' ? 'Give it a name' : rules.nameProblem(form.name)}
          />
          {store.proxy ? <ProxyEdit form={form} store={store} /> : <ClusterEdit form={form} store={store} />}
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} reason={reason}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}

type Edit = ReturnType<typeof useEdit>

function useEdit({ name: oldName, proxy, cluster }: CustomKeyStoreDto) {
  const [name, setName] = useState(oldName)
  const [endpoint, setEndpoint] = useState(proxy?.endpoint ?? '')
  const [path, setPath] = useState(proxy?.path ?? '')
  const [accessKeyId, setAccessKeyId] = useState(proxy?.accessKeyId ?? '')
  const [secret, setSecret] = useState('')
  const [clusterId, setClusterId] = useState(cluster?.id ?? '')
  const [password, setPassword] = useState('')
  const newKey = proxy !== undefined && (accessKeyId !== proxy.accessKeyId || secret !== '')
  const change: KeyStoreChangeDto = {
    ...(name === oldName ? {} : { name }),
    ...(proxy && endpoint !== proxy.endpoint ? { endpoint } : {}),
    ...(proxy && path !== proxy.path ? { path } : {}),
    ...(newKey ? { credential: { accessKeyId, secret } } : {}),
    ...(cluster && clusterId !== cluster.id ? { clusterId } : {}),
    ...(password === '' ? {} : { password }),
  }
  const problem =
    (name === '' ? 'Give it a name' : rules.nameProblem(name)) ??
    (proxy ? (rules.endpointProblem(endpoint) ?? rules.pathProblem(path)) : undefined) ??
    (newKey ? (rules.accessKeyProblem(accessKeyId) ?? rules.secretProblem(secret)) : undefined) ??
    (password === '' ? undefined : rules.passwordProblem(password))
  return {
    ...{ name, setName, endpoint, setEndpoint, path, setPath, accessKeyId, setAccessKeyId, secret, setSecret },
    ...{ clusterId, setClusterId, password, setPassword, change, problem, newKey },
  }
}

interface EditProps {
  readonly form: Edit
  readonly store: CustomKeyStoreDto
}

function ProxyEdit({ form, store }: EditProps) {
  const fixed = rules.fixedReason(store)
  return (
    <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
      <TextField
        label="Proxy URI endpoint"
        value={form.endpoint}
        readOnly={fixed !== undefined}
        hint={fixed}
        onChange={(event) => form.setEndpoint(event.target.value)}
        error={rules.endpointProblem(form.endpoint)}
      />
      <TextField
        label="Proxy URI path"
        value={form.path}
        onChange={(event) => form.setPath(event.target.value)}
        error={rules.pathProblem(form.path)}
      />
      <TextField
        label="Access key ID"
        autoComplete="off"
        value={form.accessKeyId}
        onChange={(event) => form.setAccessKeyId(event.target.value)}
        error={rules.accessKeyProblem(form.accessKeyId)}
      />
      <TextField
        label="Secret access key"
        type="password"
        autoComplete="off"
        placeholder="unchanged"
        value={form.secret}
        onChange={(event) => form.setSecret(event.target.value)}
        error={form.newKey ? rules.secretProblem(form.secret) : undefined}
      />
    </div>
  )
}

function ClusterEdit({ form, store }: EditProps) {
  const fixed = rules.fixedReason(store)
  return (
    <>
      <TextField
        label="Cluster ID"
        value={form.clusterId}
        readOnly={fixed !== undefined}
        hint={fixed ?? 'One that shares its backup history, and so its certificate'}
        onChange={(event) => form.setClusterId(event.target.value.trim())}
      />
      <TextField
        label="Password of kmsuser"
        type="password"
        autoComplete="off"
        placeholder="unchanged"
        readOnly={fixed !== undefined}
        value={form.password}
        onChange={(event) => form.setPassword(event.target.value)}
        error={form.password === '' ? undefined : rules.passwordProblem(form.password)}
      />
    </>
  )
}
