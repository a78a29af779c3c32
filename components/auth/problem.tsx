import { Icon } from '../ui/icon.tsx'

/** Why an attempt was refused, read out at once. */
export function Problem({ children }: { readonly children: string }) {
  return (
    <p role="alert" className="flex items-center gap-2 rounded-m bg-deletion-soft px-3 py-2 text-deletion">
      <Icon name="warning" />
      {children}
    </p>
  )
}
