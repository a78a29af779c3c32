import { useState } from 'react'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { FileButton } from '../ui/file-button.tsx'
import { OptionList } from '../ui/option-list.tsx'

const NONE = 'none'
const OWN = 'own'

interface FixtureFieldProps {
  /** YAML or JSON; empty where there is none. */
  readonly value: string
  readonly onChange: (text: string) => void
}

/**
 * What a sandbox is born with: nothing, a fixture that comes with the program, or one's own. Its text can be changed.
 */
export function FixtureField({ value, onChange }: FixtureFieldProps) {
  const [choice, setChoice] = useState(NONE)
  const { data: shipped = [], error } = useConsoleQuery('fixtures')
  function choose(next: string) {
    setChoice(next)
    onChange(shipped.find(({ name }) => name === next)?.text ?? '')
  }
  return (
    <>
      <OptionList
        legend="Fixture"
        name="fixture"
        value={choice}
        onChange={choose}
        options={[
          { value: NONE, label: 'None', about: 'An account without keys.' },
          ...shipped.map(({ name, about }) => ({ value: name, label: name, about })),
          { value: OWN, label: 'Your own', about: 'Paste it, or choose a file.' },
        ]}
      />
      {error && <p className="text-deletion text-sm">The fixtures could not be listed: {error.error.message}</p>}
      {choice !== NONE && (
        <TextAreaField
          label="What it says"
          hint="YAML or JSON: accounts, identities, key stores, keys, aliases, grants and calls of the past."
          aside={
            <FileButton
              label="the fixture"
              onFile={async (file) => {
                if (!file) return
                setChoice(OWN)
                onChange(await file.text())
              }}
            />
          }
          mono
          rows={6}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder="keystead: 1"
          spellCheck={false}
        />
      )}
    </>
  )
}
