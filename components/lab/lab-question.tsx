'use client'

import { useEffect, useState } from 'react'
import type { SubjectsDto } from '#console/dto/access.ts'
import { KeyPicker } from '../aliases/key-picker.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { ALL_COLUMNS, operationOf } from '../policy/columns.ts'
import { Card } from '../ui/card.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { type Pair, PairRows } from '../ui/pair-rows.tsx'
import { type LabState, policiesOfSubject } from './lab-state.ts'
import { ofKey } from './use-lab.ts'

interface LabQuestionProps {
  readonly state: LabState
  readonly set: (state: LabState) => void
  readonly subjects: SubjectsDto | undefined
}

/** Who asks for what, on which key, and what the request says. */
export function LabQuestion({ state, set, subjects }: LabQuestionProps) {
  const people = subjects?.subjects ?? []
  const isKnown = people.some(({ arn }) => arn === state.principal)
  function choose(principal: string) {
    if (principal === '') return
    set({ ...state, principal, policies: { ...state.policies, ...policiesOfSubject(principal, subjects) } })
  }
  return (
    <Card title="Request">
      <div className="grid gap-4 p-4">
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <SelectField
            label="Principal of this account"
            value={isKnown ? state.principal : ''}
            onChange={(event) => choose(event.target.value)}
            hint="Brings its IAM policies along"
          >
            <option value="">{people.length === 0 ? 'None are known' : 'Another one'}</option>
            {people.map(({ arn }) => (
              <option key={arn} value={arn}>
                {arn.split(':').slice(5).join(':')}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Principal"
            value={state.principal}
            onChange={(event) => set({ ...state, principal: event.target.value })}
            hint="ARN, also of another account, or an AWS service"
            className="[&_input]:mono"
            spellCheck={false}
          />
          <SelectField
            label="Operation"
            value={state.action}
            onChange={(event) => set({ ...state, action: event.target.value })}
          >
            {ALL_COLUMNS.map((group) => (
              <optgroup key={group.name} label={group.name}>
                {group.actions.map(({ name }) => (
                  <option key={name} value={name}>
                    {operationOf(name)}
                  </option>
                ))}
              </optgroup>
            ))}
          </SelectField>
          <KeyChoice state={state} set={set} subjects={subjects} />
        </div>
        <TextField
          label="Key ARN"
          value={state.resource}
          onChange={(event) => set({ ...state, resource: event.target.value })}
          className="[&_input]:mono"
          spellCheck={false}
        />
        <PairRows
          legend="Encryption context"
          noun="encryption context"
          pairs={state.encryptionContext}
          onChange={(encryptionContext) => set({ ...state, encryptionContext })}
        />
        <Conditions state={state} set={set} />
      </div>
    </Card>
  )
}

/** A key of the Region brings its policy, its grants and what follows from it. */
function KeyChoice({ state, set, subjects }: LabQuestionProps) {
  const [keyId, setKeyId] = useState('')
  const { data } = useConsoleQuery('keyAccess', { id: keyId }, { enabled: keyId !== '' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each key that is chosen
  useEffect(() => {
    if (!data) return
    const { policies, resource, context } = ofKey(data, state, subjects)
    set({ ...state, resource, context, policies: { ...state.policies, key: policies.key, grants: policies.grants } })
  }, [data])
  return <KeyPicker label="Key of this Region" value={keyId} onChange={setKeyId} />
}

const COMMON = [
  { key: 'kms:ViaService', label: 'Via service', placeholder: 's3.us-east-1.amazonaws.com' },
  { key: 'aws:SourceIp', label: 'Source IP', placeholder: '203.0.113.7' },
] as const

const isNamed = (name: string) => (pair: Pair) => pair.key.toLowerCase() === name.toLowerCase()

/** The condition keys that are asked for most, and all others. */
function Conditions({ state, set }: Omit<LabQuestionProps, 'subjects'>) {
  const { context } = state
  const isCommon = (pair: Pair) => COMMON.some(({ key }) => isNamed(key)(pair))
  function put(key: string, value: string) {
    const others = context.filter((pair) => !isNamed(key)(pair))
    set({ ...state, context: value === '' ? others : [...others, { key, value }] })
  }
  return (
    <>
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        {COMMON.map(({ key, label, placeholder }) => (
          <TextField
            key={key}
            label={label}
            placeholder={placeholder}
            value={context.find(isNamed(key))?.value ?? ''}
            onChange={(event) => put(key, event.target.value)}
            className="[&_input]:mono"
          />
        ))}
      </div>
      <PairRows
        legend="Other condition keys"
        noun="condition"
        pairs={context.filter((pair) => !isCommon(pair))}
        onChange={(others) => set({ ...state, context: [...context.filter(isCommon), ...others] })}
      />
    </>
  )
}
