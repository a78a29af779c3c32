'use client'

import { Failed, type FailedProps } from '#components/shell/failed.tsx'

export default function RootError(props: FailedProps) {
  return <Failed {...props} />
}
