'use client'

import { ToldOnce } from '../ui/told-once.tsx'

interface ToldPasswordProps {
  readonly signInName: string
  readonly password: string
  readonly close: () => void
}

/** A password that was made just now. */
export function ToldPassword({ signInName, password, close }: ToldPasswordProps) {
  return (
    <ToldOnce
      note="Copy the password now: it is not shown again. Its user can change it under Settings."
      values={[
        { name: 'User name', value: signInName },
        { name: 'Password', value: password },
      ]}
      done="I have copied it"
      close={close}
    />
  )
}
