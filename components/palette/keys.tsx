/** Keys as they stand on a keyboard, pressed one after the other. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-1 text-ink-2">
      {keys.map((key, place) => (
        // The same key may be pressed twice: its place is what tells it apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: the keys never change
        <kbd key={place} className="kbd">
          {key}
        </kbd>
      ))}
    </span>
  )
}
