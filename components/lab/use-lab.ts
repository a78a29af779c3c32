'use client'

import { useEffect, useRef, useState } from 'react'
import type { SubjectsDto } from '#console/dto/access.ts'
import { useScope } from '../hooks/frame.tsx'
import { isLeaving } from '../hooks/leaving.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useSettled } from '../hooks/use-settled.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { grantsText, type LabState, policiesOfSubject, recalledState } from './lab-state.ts'
import { decodeState, encodeState } from './share.ts'

const MARK = '#s='

/** They say what others say too, and are filled in. */
const DEPRECATED = 'kms:customermaster'

/**
 * The question that is on the table. It begins from the address: a whole question behind `#s=`, a call of the past
 * (`request`), or a key with a principal; every change goes back into the address, and nowhere else.
 */
export function useLab() {
  const scope = useScope()
  const { params } = useUrlState()
  const request = params.get('request')
  const keyId = params.get('key')
  const subjects = useConsoleQuery('subjects')
  const recall = useConsoleQuery('recall', { request: request ?? '' }, { enabled: request !== null, fixed: true })
  const key = useConsoleQuery('keyAccess', { id: keyId ?? '' }, { enabled: keyId !== null })
  const [state, setState] = useState<LabState>()
  const [shared, setShared] = useState<LabState | null>()
  const isBegun = useRef(false)

  useEffect(() => {
    const { hash } = window.location
    if (!hash.startsWith(MARK)) return setShared(null)
    decodeState(hash.slice(MARK.length)).then((found) => setShared(found ?? null))
  }, [])

  const isKnown = subjects.data !== undefined || subjects.error !== null
  const decided = recall.data?.decided[Number(params.get('check') ?? 0)]
  useEffect(() => {
    if (isBegun.current || shared === undefined || !isKnown) return
    const begun = shared ?? beginning()
    if (!begun) return
    isBegun.current = true
    setState(begun)

    function beginning(): LabState | undefined {
      if (request !== null && !recall.error) return decided && recalledState(decided)
      const principal = params.get('principal') ?? `arn:aws:iam::${scope.account}:root`
      const action = params.get('action') ?? 'kms:Decrypt'
      if (keyId !== null && !key.error) return key.data && ofKey(key.data, { principal, action }, subjects.data)
      return blank(scope, { principal, action }, subjects.data)
    }
  }, [shared, isKnown, request, recall.error, decided, keyId, key.data, key.error, params, scope, subjects.data])

  const settled = useSettled(state, 300)
  useEffect(() => {
    if (!settled) return
    encodeState(settled).then((text) => {
      // Next keeps its own state in the history entry.
      if (!isLeaving()) window.history.replaceState(window.history.state, '', `${MARK}${text}`)
    })
  }, [settled])

  return {
    state,
    set: setState,
    subjects: subjects.data,
    recorded: recall.data,
    decided,
    error: recall.error ?? key.error,
  }
}

type Asked = Pick<LabState, 'principal' | 'action'>
type KeyAccess = NonNullable<ReturnType<typeof useConsoleQuery<'keyAccess'>>['data']>

/** A key as it is, and someone who asks for it. */
export function ofKey(key: KeyAccess, asked: Asked, subjects: SubjectsDto | undefined): LabState {
  return {
    ...asked,
    resource: key.arn,
    policies: {
      ...{ key: key.policy, session: '', serviceControl: '', grants: grantsText(key.grants) },
      ...policiesOfSubject(asked.principal, subjects),
    },
    encryptionContext: [],
    context: Object.entries(key.facts)
      .filter(([name]) => !name.startsWith(DEPRECATED))
      .map(([name, value]) => ({
        key: name,
        value: typeof value === 'string' ? value : value.join(', '),
      })),
  }
}

interface Place {
  readonly account: string
  readonly region: string
}

/** A key that is nowhere, with the default key policy. */
function blank({ account, region }: Place, asked: Asked, subjects: SubjectsDto | undefined): LabState {
  const statement = {
    ...{ Sid: 'Enable IAM User Permissions', Effect: 'Allow' },
    ...{ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
  }
  return {
    ...asked,
    resource: `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    policies: {
      key: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2),
      ...{ session: '', serviceControl: '', grants: '' },
      ...policiesOfSubject(asked.principal, subjects),
    },
    ...{ encryptionContext: [], context: [] },
  }
}
