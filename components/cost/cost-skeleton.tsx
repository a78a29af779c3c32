import { Skeleton } from '../ui/states.tsx'

/** The cards and the list, before they are known. */
export function CostSkeleton() {
  return (
    <>
      <div className="skeleton mb-6 grid grid-cols-[minmax(0,1fr)_360px] gap-4 max-md:grid-cols-1">
        <div className="grid h-72 content-start gap-4 rounded-l border border-line p-4">
          <span className="h-8 w-40 rounded-s bg-active" />
          <span className="h-1.5 bg-hover" />
          <span className="h-2.5 w-64 rounded-s bg-hover" />
        </div>
        <div className="grid gap-4 max-md:hidden">
          <div className="h-28 rounded-l border border-line" />
          <div className="h-40 rounded-l border border-line" />
        </div>
      </div>
      <Skeleton />
    </>
  )
}
