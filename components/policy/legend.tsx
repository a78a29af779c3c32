import { Mark } from './mark.tsx'

/** What the marks of a matrix mean. */
export function Legend({ changes = false }: { readonly changes?: boolean }) {
  return (
    <ul
      aria-label="Legend"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-md [&>li]:flex [&>li]:items-center [&>li]:gap-1.5"
    >
      <li>
        <Mark shape="dot" className="text-accent" />
        key policy
      </li>
      <li>
        <Mark shape="square" className="text-import" />
        IAM policy
      </li>
      <li>
        <Mark shape="diamond" className="text-warn" />
        grant
      </li>
      <li>
        <Mark shape="dot" hollow className="text-accent" />
        under a condition
      </li>
      {changes ? (
        <>
          <li className="text-gain">
            <Mark shape="plus" />
            gains
          </li>
          <li className="text-loss">
            <Mark shape="minus" />
            loses
          </li>
        </>
      ) : (
        <li className="text-loss">
          <Mark shape="cross" />
          explicit deny
        </li>
      )}
    </ul>
  )
}
