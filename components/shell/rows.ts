/** Tables of links, and other lists that are marked as such with rows marked in them. */
const ROWS = 'main .tbl tbody tr, main [data-rows] [data-row]'

/** Puts the focus on the link of the next row, or the one before: the first where none has it. */
export function moveToRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(ROWS)].flatMap((row) => {
    const link = row.querySelector<HTMLElement>('.row-link') ?? row.querySelector<HTMLElement>('a[href]')
    return link?.checkVisibility() ? [{ row, link }] : []
  })
  const here = links.findIndex(({ row }) => row.contains(document.activeElement))
  const next = here === -1 ? links[0] : links[here + step]
  next?.link.focus()
  next?.row.scrollIntoView({ block: 'nearest' })
}
