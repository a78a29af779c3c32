'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import type { SandboxStateDto } from '#console/dto/sandboxes.ts'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { accountKey } from '../hooks/query-key.ts'
import { stateKey } from './state-key.ts'

/** How often the sandbox is looked at, in milliseconds: its own log does not tell that its clock was moved. */
const EVERY = 3000

/** Keeps the header of a sandbox true, whoever moves its clock or switches its faults, from wherever. */
export function SandboxWatch() {
  const { sandbox } = useFrame()
  return sandbox && <Watch shown={sandbox} />
}

function Watch({ shown }: { readonly shown: SandboxStateDto }) {
  const { data, error } = useConsoleQuery('sandbox-state', {}, { every: EVERY })
  const router = useRouter()
  const client = useQueryClient()
  const { sandbox, account } = useFrame().scope
  const seen = data ? stateKey(data) : undefined
  const isGone = error?.error.code === 'NotFound'
  const follow = useEffectEvent(() => {
    if (seen === stateKey(shown)) return
    router.refresh()
    client.invalidateQueries({ queryKey: accountKey({ sandbox, account }) })
  })
  useEffect(() => {
    if (seen !== undefined) follow()
  }, [seen])
  useEffect(() => {
    if (isGone) router.refresh()
  }, [isGone, router])
  return null
}
