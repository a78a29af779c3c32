/** What the members of a multi-Region key share, and what not. */
export function SharedNote() {
  return (
    <p className="text-ink-3">
      Shared by the family: key id, material, rotation, spec and usage. Each Region’s own: key policy, aliases, tags,
      grants, enabled or not.
    </p>
  )
}
