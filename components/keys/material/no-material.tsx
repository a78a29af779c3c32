import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'

/** What an imported key waits for. */
export function NoMaterial({ reason, open }: { readonly reason: string | undefined; readonly open: () => void }) {
  return (
    <Empty
      icon="import"
      title="No key material is here"
      action={
        <Button variant="primary" icon="import" reason={reason} onClick={open}>
          Import key material
        </Button>
      }
    >
      <p>
        You make the material, wrap it with a public key that you get here, and upload it. Until then the key cannot be
        used. Keep the original: the service gives no material out.
      </p>
    </Empty>
  )
}
