'use client'

import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { Switch } from '../ui/switch.tsx'
import { algorithmOf, DATA_KEY_SPECS, type KeyKind, messageTypeOf, PAIR_SPECS } from './draft.ts'
import { KeyStateMark, keyLabel } from './key-field.tsx'
import { digestBytes, hashName, messageTypes } from './limits.ts'
import { formOf, type Op } from './operations.ts'
import type { ChoiceState } from './use-choice.ts'

interface PartFieldsProps {
  readonly state: ChoiceState
  readonly kind: KeyKind | undefined
}

/** Algorithm and form of the message. */
export function AlgorithmFields({ state, kind }: PartFieldsProps) {
  const { choice, set } = state
  const { parts } = formOf(choice.op)
  if (!kind || !parts.includes('algorithm') || kind.spec === 'SYMMETRIC_DEFAULT') return null
  const algorithm = algorithmOf(kind, choice.algorithm)
  const types = messageTypes(algorithm)
  return (
    <div className="grid gap-4">
      <SelectField
        label="Algorithm"
        value={algorithm}
        onChange={(event) => set({ alg: event.target.value, type: undefined })}
      >
        {kind.algorithms.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      {parts.includes('message-type') && types.length > 1 && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="font-medium text-md">Message type</span>
          <Segments
            label="Message type"
            value={messageTypeOf(algorithm, choice.messageType)}
            options={types.map((value) => ({ value, label: value }))}
            onChange={(type) => set({ type })}
          />
          <p className="w-full text-ink-3 text-sm">
            {typeWords(algorithm, messageTypeOf(algorithm, choice.messageType))}
          </p>
        </div>
      )}
    </div>
  )
}

function typeWords(algorithm: string, type: string): string {
  if (type === 'DIGEST')
    return `You hash it yourself: give the ${digestBytes(algorithm)} bytes of its ${hashName(algorithm)}.`
  if (type === 'EXTERNAL_MU') return 'You compute µ of FIPS 204 yourself: give its 64 bytes.'
  return `The service hashes the message, up to 4,096 bytes.`
}

/** What kind of data key, and whether it comes in the clear too. */
export function DataKeyFields({ state }: { readonly state: ChoiceState }) {
  const { choice, set, setOp } = state
  const isPair = choice.op.startsWith('GenerateDataKeyPair')
  const inClear = !choice.op.endsWith('WithoutPlaintext')
  const spec = choice.dataKeySpec ?? 'AES_256'
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segments
          label="Kind of data key"
          value={isPair ? 'pair' : 'key'}
          options={[
            { value: 'key', label: 'Data key' },
            { value: 'pair', label: 'Data key pair' },
          ]}
          onChange={(kind) => setOp(dataKeyOp(kind === 'pair', inClear))}
        />
        <Switch checked={inClear} onChange={(on) => setOp(dataKeyOp(isPair, on))}>
          With the plaintext copy
        </Switch>
      </div>
      {isPair ? (
        <SelectField
          label="Spec of the pair"
          value={choice.pairSpec ?? PAIR_SPECS[0]}
          onChange={(event) => set({ pair: event.target.value })}
        >
          {PAIR_SPECS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
      ) : (
        <SelectField label="Spec of the data key" value={spec} onChange={(event) => set({ spec: event.target.value })}>
          {DATA_KEY_SPECS.map((each) => (
            <option key={each}>{each}</option>
          ))}
          <option value="bytes">Another number of bytes</option>
        </SelectField>
      )}
      {!isPair && spec === 'bytes' && <NumberField state={state} />}
    </>
  )
}

function dataKeyOp(pair: boolean, inClear: boolean): Op {
  if (pair) return inClear ? 'GenerateDataKeyPair' : 'GenerateDataKeyPairWithoutPlaintext'
  return inClear ? 'GenerateDataKey' : 'GenerateDataKeyWithoutPlaintext'
}

export function NumberField({ state: { choice, set } }: { readonly state: ChoiceState }) {
  return (
    <TextField
      label="Number of bytes"
      inputMode="numeric"
      value={choice.numberOfBytes ?? '32'}
      onChange={(event) => set({ bytes: event.target.value }, 'replace')}
      hint="1 to 1,024"
    />
  )
}

interface DestinationFieldProps {
  readonly state: ChoiceState
  readonly to: KeyKind | undefined
}

/** The key that ReEncrypt encrypts under. */
export function DestinationField({ state, to }: DestinationFieldProps) {
  const { keys, toId, choice, set } = state
  const able = keys.filter(({ usage }) => usage === 'ENCRYPT_DECRYPT')
  const chosen = able.find(({ keyId }) => keyId === toId)
  return (
    <>
      <div className="relative">
        <SelectField
          label="To the key"
          value={toId ?? ''}
          onChange={(event) => set({ to: event.target.value, toalg: undefined })}
        >
          <option value="">Choose a key</option>
          {able.map((each: KeyChoiceDto) => (
            <option key={each.keyId} value={each.keyId}>
              {keyLabel(each)}
            </option>
          ))}
        </SelectField>
        {chosen && <KeyStateMark state={chosen.state} />}
      </div>
      {to && to.spec !== 'SYMMETRIC_DEFAULT' && (
        <SelectField
          label="Algorithm of the destination"
          value={algorithmOf(to, choice.toAlgorithm)}
          onChange={(event) => set({ toalg: event.target.value })}
        >
          {to.algorithms.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
      )}
    </>
  )
}
