'use client'

import { useState } from 'react'
import { useScope } from '../hooks/frame.tsx'
import { TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { accessKeyProblem, endpointProblem, pathProblem, secretProblem, vpcServiceProblem } from './key-store-rules.ts'

const CONNECTIVITIES = [
  { value: 'PUBLIC_ENDPOINT', label: 'Public endpoint' },
  { value: 'VPC_ENDPOINT_SERVICE', label: 'VPC endpoint service' },
] as const

/** How a proxy is reached, as it is typed. */
export function useProxyFields() {
  const { region } = useScope()
  const [connectivity, setConnectivity] = useState<(typeof CONNECTIVITIES)[number]['value']>('PUBLIC_ENDPOINT')
  const [endpoint, setEndpoint] = useState('https://')
  const [path, setPath] = useState('/kms/xks/v1')
  const [accessKeyId, setAccessKeyId] = useState('')
  const [secret, setSecret] = useState('')
  const [vpcService, setVpcService] = useState('')
  const inVpc = connectivity === 'VPC_ENDPOINT_SERVICE'
  const problem =
    (endpoint === 'https://' ? 'Say where the proxy is' : endpointProblem(endpoint)) ??
    pathProblem(path) ??
    (accessKeyId === '' ? 'Give the access key id that the proxy knows' : accessKeyProblem(accessKeyId)) ??
    (secret === '' ? 'Give its secret access key' : secretProblem(secret)) ??
    (inVpc ? vpcServiceProblem(vpcService, region) : undefined)
  const value = { connectivity, endpoint, path, accessKeyId, secret, ...(inVpc ? { vpcService } : {}) }
  return {
    ...{ connectivity, setConnectivity, endpoint, setEndpoint, path, setPath, accessKeyId, setAccessKeyId },
    ...{ secret, setSecret, vpcService, setVpcService, region, problem, value },
  }
}

/** What is wrong with a text that was begun. */
const begun = (text: string, problemOf: (text: string) => string | undefined) =>
  text === '' || text === 'https://' ? undefined : problemOf(text)

export function ProxyFields({ fields }: { readonly fields: ReturnType<typeof useProxyFields> }) {
  const { connectivity, endpoint, path, accessKeyId, secret, vpcService, region } = fields
  const { sandbox } = useScope()
  return (
    <>
      <div>
        <Segments
          label="Connectivity"
          value={connectivity}
          options={CONNECTIVITIES}
          onChange={fields.setConnectivity}
        />
      </div>
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <TextField
          label="Proxy URI endpoint"
          value={endpoint}
          onChange={(event) => fields.setEndpoint(event.target.value)}
          error={begun(endpoint, endpointProblem)}
        />
        <TextField
          label="Proxy URI path"
          value={path}
          onChange={(event) => fields.setPath(event.target.value)}
          error={begun(path, pathProblem)}
        />
        <TextField
          label="Access key ID"
          autoComplete="off"
          value={accessKeyId}
          onChange={(event) => fields.setAccessKeyId(event.target.value)}
          error={begun(accessKeyId, accessKeyProblem)}
        />
        <TextField
          label="Secret access key"
          type="password"
          autoComplete="off"
          value={secret}
          onChange={(event) => fields.setSecret(event.target.value)}
          error={begun(secret, secretProblem)}
        />
      </div>
      {connectivity === 'VPC_ENDPOINT_SERVICE' && (
        <TextField
          label="VPC endpoint service name"
          value={vpcService}
          onChange={(event) => fields.setVpcService(event.target.value)}
          error={begun(vpcService, (text) => vpcServiceProblem(text, region))}
        />
      )}
      <p className="text-ink-3 text-sm">
        The proxy is asked at once, with this credential: the key store is made only if it answers. Private addresses
        are reached only where the operator lists them in KEYSTEAD_XKS_PRIVATE_HOSTS.
        {sandbox !== 'main' && ' In a sandbox https://keystead.localhost is this server itself.'}
      </p>
    </>
  )
}
