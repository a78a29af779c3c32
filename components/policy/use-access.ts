'use client'

import { useMemo } from 'react'
import type { KeyAccessDto, SubjectsDto } from '#console/dto/access.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import { parsePolicy } from '#policy/parse.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { settingOf } from './access-model.ts'
import { peopleOf, yourRow } from './people.ts'

/** What is not known of who may use a key, and why. */
export interface Gap {
  readonly what: string
  readonly error: ErrorDto
}

/** Those who may have to do with a key, and the key under its saved policy. */
export function useKeyAccess(keyId: string) {
  const key = useConsoleQuery('keyAccess', { id: keyId })
  const subjects = useConsoleQuery('subjects')
  const model = useMemo(() => {
    if (!key.data || (!subjects.data && !subjects.error)) return undefined
    return modelOf(key.data, subjects.data)
  }, [key.data, subjects.data, subjects.error])
  const gaps: readonly Gap[] = [
    ...(subjects.error ? [{ what: 'the IAM users and roles of this account', error: subjects.error.error }] : []),
    ...(key.data?.grantsError ? [{ what: 'all grants of this key', error: key.data.grantsError }] : []),
  ]
  return { key: key.data, subjects: subjects.data, model, gaps, error: key.error?.error }
}

function modelOf(key: KeyAccessDto, subjects: SubjectsDto | undefined) {
  const parsed = parsePolicy(key.policy)
  if (!parsed.ok) throw new Error('the saved key policy does not parse')
  const { account, grants } = key
  const you = yourRow(key.you)
  const people = peopleOf({ account, documents: [parsed.document], grants, subjects, you })
  return { people, setting: settingOf(key, parsed.document) }
}
