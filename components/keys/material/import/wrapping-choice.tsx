'use client'

import { useState } from 'react'
import { useScope } from '../../../hooks/frame.tsx'
import { SelectField } from '../../../ui/field.tsx'
import { wrappingAlgorithms, wrappingKeySpecs } from '../import-rules.ts'

/** The wrapping algorithm and the wrapping key that go together for material of a spec. */
export function useWrapping(spec: string) {
  const { region } = useScope()
  const algorithms = wrappingAlgorithms(spec, region)
  const [algorithm, setAlgorithm] = useState(algorithms[0] ?? '')
  const keySpecs = wrappingKeySpecs(spec, algorithm)
  const [asked, setKeySpec] = useState(keySpecs[0] ?? '')
  const keySpec = keySpecs.includes(asked) ? asked : (keySpecs[0] ?? '')
  return { algorithms, algorithm, setAlgorithm, keySpecs, keySpec, setKeySpec }
}

type Wrapping = ReturnType<typeof useWrapping>

interface WrappingChoiceProps {
  readonly wrapping: Wrapping
  /** What was got for another choice is of no use. */
  readonly onChange?: () => void
}

export function WrappingChoice({ wrapping, onChange }: WrappingChoiceProps) {
  const { algorithms, algorithm, setAlgorithm, keySpecs, keySpec, setKeySpec } = wrapping
  return (
    <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
      <SelectField
        label="Wrapping algorithm"
        value={algorithm}
        hint={hintOf(algorithm)}
        onChange={(event) => {
          setAlgorithm(event.target.value)
          onChange?.()
        }}
      >
        {algorithms.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      <SelectField
        label="Wrapping key spec"
        value={keySpec}
        onChange={(event) => {
          setKeySpec(event.target.value)
          onChange?.()
        }}
      >
        {keySpecs.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
    </div>
  )
}

function hintOf(algorithm: string): string {
  if (algorithm === 'SM2PKE') return 'The public key encrypts the material itself'
  return algorithm.startsWith('RSAES')
    ? 'The public key encrypts the material itself'
    : 'An AES key in between: for longer material'
}
