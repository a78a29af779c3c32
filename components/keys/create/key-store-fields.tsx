'use client'

import { stateText } from '../../format.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Card } from '../../ui/card.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import type { StepProps } from './configure-step.tsx'
import { xksKeyProblem } from './steps.ts'

/** In which custom key store the key is made and, in an external one, which key of it encrypts too. */
export function KeyStoreFields({ draft, set }: StepProps) {
  const { data } = useConsoleQuery('keyStoreChoices')
  const stores = (data ?? []).filter((store) => store.type === draft.origin)
  const external = draft.origin === 'EXTERNAL_KEY_STORE'
  return (
    <Card title="Custom key store" aside="can never change">
      <div className="grid grid-cols-2 gap-4 p-4 max-sm:grid-cols-1">
        <SelectField
          label="Key store"
          value={draft.keyStoreId}
          onChange={(event) => set({ keyStoreId: event.target.value })}
          hint="Keys are made only in a store that is connected"
        >
          <option value="">Choose a key store</option>
          {stores.map(({ id, name, state }) => (
            <option key={id} value={id} disabled={state !== 'CONNECTED'}>
              {name} · {id} · {stateText(state)}
            </option>
          ))}
        </SelectField>
        {external && (
          <TextField
            label="External key id"
            placeholder="bb8562717f809024"
            value={draft.xksKeyId}
            onChange={(event) => set({ xksKeyId: event.target.value })}
            error={draft.xksKeyId === '' ? undefined : xksKeyProblem(draft.xksKeyId)}
            hint="What the external key manager calls its 256-bit AES key. Each belongs to one KMS key of the store."
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </div>
    </Card>
  )
}
