'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useUrlState } from '../../../hooks/use-url-state.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Segments } from '../../../ui/segments.tsx'
import type { ImportTarget } from '../import-rules.ts'
import type { MaterialActions } from '../material-actions.ts'
import { BrowserImport } from './browser-import.tsx'
import { browserReason, materialText } from './browser-material.ts'
import { OwnImport } from './own-import.tsx'

const WAYS = [
  { value: 'bring', label: 'Bring your own' },
  { value: 'browser', label: 'Make it in this browser' },
] as const

export interface ImportWizardProps {
  readonly keyDto: KeyDto
  readonly actions: MaterialActions
  readonly target: ImportTarget
  readonly close: () => void
}

/** Everything that brings key material from its owner to this key, on one screen. */
export function ImportWizard(props: ImportWizardProps) {
  const { keyDto, target, close } = props
  const { params, set } = useUrlState()
  const way = params.get('way') === 'browser' ? 'browser' : 'bring'
  const impossible = browserReason(keyDto.spec, '')
  return (
    <Card
      title={titleOf(target)}
      aside={<span className="max-sm:hidden">{materialText(keyDto.spec)}</span>}
      actions={
        <>
          <Segments label="How" value={way} options={WAYS} onChange={(next) => set({ way: next }, 'replace')} />
          <IconButton icon="cross" label="Close the import" className="size-7" onClick={close} />
        </>
      }
    >
      {target.type === 'NEW_KEY_MATERIAL' && (
        <p className="border-line border-b px-4 py-2.5 text-ink-2">
          New material waits until you rotate to it; the present one stays.
          {keyDto.regions.length > 1 && ' Import it into the other Regions of the key before that.'}
        </p>
      )}
      {target.material && (
        <p className="border-line border-b px-4 py-2.5 text-ink-2">
          Exactly the material that the key has had, id{' '}
          <span className="mono wrap-anywhere">{target.material.materialId}</span>: any other is refused.
        </p>
      )}
      {way === 'browser' && impossible ? (
        <p className="px-4 py-10 text-center text-ink-2">
          {impossible} Bring your own: the lines for openssl stand there.
        </p>
      ) : way === 'browser' ? (
        <BrowserImport {...props} />
      ) : (
        <OwnImport {...props} />
      )}
    </Card>
  )
}

function titleOf({ type, material }: ImportTarget): string {
  if (type === 'NEW_KEY_MATERIAL') return 'Import new key material'
  return material ? `Import key material ${material.number} again` : 'Import key material'
}
