'use client'

import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { aliasText, shortId } from '../format.ts'
import { KeyStatus } from '../keys/key-status.tsx'
import { SelectField } from '../ui/field.tsx'
import { formOf, kindReason } from './operations.ts'
import type { ChoiceState } from './use-choice.ts'

/** `payments-prod · SYMMETRIC_DEFAULT`. */
export function keyLabel({ aliases, keyId, spec }: KeyChoiceDto): string {
  return `${aliases[0] ? aliasText(aliases[0]) : shortId(keyId)} · ${spec}`
}

/** Chooses the key that works. Those that do not do this operation stand apart: choosing one changes the operation. */
export function KeyField({ state }: { readonly state: ChoiceState }) {
  const { keys, keyId, choice, setKey } = state
  const chosen = keys.find((each) => each.keyId === keyId)
  const able = keys.filter((each) => kindReason(choice.op, each) === undefined)
  const others = keys.filter((each) => !able.includes(each))
  return (
    <div className="relative">
      <SelectField
        label={choice.op === 'ReEncrypt' ? 'From the key' : 'Key'}
        value={keyId ?? ''}
        onChange={(event) => {
          const next = keys.find((each) => each.keyId === event.target.value)
          if (next) setKey(next)
        }}
      >
        {!chosen && <option value={keyId ?? ''}>{keyId ? shortId(keyId) : 'There is no key in this Region'}</option>}
        <optgroup label={`For ${formOf(choice.op).label}`}>{able.map(option)}</optgroup>
        {others.length > 0 && <optgroup label="For something else">{others.map(option)}</optgroup>}
      </SelectField>
      {chosen && <KeyStateMark state={chosen.state} />}
    </div>
  )
}

function option(key: KeyChoiceDto) {
  return (
    <option key={key.keyId} value={key.keyId}>
      {keyLabel(key)}
    </option>
  )
}

/** At the right end of the line of a key's label. */
export function KeyStateMark({ state }: { readonly state: string }) {
  return (
    <span className="absolute top-0 right-0 text-md">
      <KeyStatus state={state} />
    </span>
  )
}
