const FIGURES = ['1', '2', '3', '4', '5']

/** The strip of figures and the bar below it, before they are known. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="skeleton">
      <div className="grid grid-cols-5 rounded-l border border-line max-md:grid-cols-3 max-sm:grid-cols-2">
        {FIGURES.map((figure) => (
          <div
            key={figure}
            className="grid h-20 content-center gap-2 border-line px-4 not-first:border-l max-md:border-0"
          >
            <span className="h-5 w-9 rounded-s bg-active" />
            <span className="h-2.5 w-24 rounded-s bg-hover" />
          </div>
        ))}
      </div>
      <div className="mt-3">
        <div className="h-1.5 bg-hover" />
        <div className="mt-2.5 h-5" />
      </div>
    </div>
  )
}
