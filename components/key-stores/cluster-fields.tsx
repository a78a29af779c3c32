'use client'

import { useState } from 'react'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import { passwordProblem } from './key-store-rules.ts'

/** A cluster with what proves it, as it is chosen or typed. Only the administrator is told of those there are. */
export function useClusterFields() {
  const { administers } = useFrame()
  const { data } = useConsoleQuery('clusters', {}, { enabled: administers })
  const [clusterId, setClusterId] = useState('')
  const [typed, setAnchor] = useState('')
  const [password, setPassword] = useState('')
  const known = data?.find(({ id }) => id === clusterId)
  const trustAnchor = known?.trustAnchor ?? typed
  const problem =
    (clusterId === '' ? 'Choose a cluster' : undefined) ??
    (trustAnchor === '' ? 'Paste its customerCA.crt' : undefined) ??
    (password === '' ? 'Give the password of kmsuser' : passwordProblem(password))
  return {
    ...{ clusters: administers ? (data ?? []) : undefined, clusterId, setClusterId, known, typed, setAnchor },
    ...{ password, setPassword, problem, value: { clusterId, trustAnchor, password } },
  }
}

export function ClusterFields({ fields }: { readonly fields: ReturnType<typeof useClusterFields> }) {
  const { clusters, clusterId, setClusterId, known, typed, setAnchor, password, setPassword } = fields
  return (
    <>
      {clusters ? (
        <SelectField
          label="Cluster"
          value={clusterId}
          onChange={(event) => setClusterId(event.target.value)}
          hint={
            clusters.length === 0
              ? 'There is none in this Region: make one on this page first.'
              : 'Its certificate is taken along.'
          }
        >
          <option value="">Choose a cluster</option>
          {clusters.map(({ id }) => (
            <option key={id}>{id}</option>
          ))}
        </SelectField>
      ) : (
        <TextField label="Cluster ID" value={clusterId} onChange={(event) => setClusterId(event.target.value.trim())} />
      )}
      {!known && !clusters && (
        <TextAreaField
          label="Trust anchor certificate"
          rows={4}
          value={typed}
          onChange={(event) => setAnchor(event.target.value)}
          hint="The customerCA.crt of the cluster, in PEM."
        />
      )}
      <TextField
        label="Password of kmsuser"
        type="password"
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={password === '' ? undefined : passwordProblem(password)}
      />
      <p className="text-ink-3 text-sm">There are no HSMs here: the cluster is simulated in software.</p>
    </>
  )
}
