const NOW = 470
const END = 540
const STEP = 3
const HEIGHT = 42

/** Where each material is born; the next one's birth ends its time as the current one. */
const BIRTHS = [
  { x: 60, y: 70 },
  { x: 150, y: 150 },
  { x: 236, y: 230 },
  { x: 330, y: 310 },
  { x: 404, y: 390 },
] as const

/** Five generations of key material, each one opening fewer ciphertexts once the next is born. Decoration only. */
export function SignInDrawing() {
  return (
    <section
      aria-hidden="true"
      className="grid content-center justify-items-center gap-6 border-line border-l bg-sunken p-12 max-sm:hidden"
    >
      <svg viewBox="0 0 600 450" aria-hidden="true" className="tl w-[88%] max-w-[720px]">
        {BIRTHS.map((birth, index) => (
          <Generation key={birth.x} x={birth.x} y={birth.y} index={index} />
        ))}
        <path className="now" d={`M${NOW} 20V430`} />
      </svg>
      <p className="ml-[12%] justify-self-start font-medium text-title tracking-[-0.018em]">
        Every key, every rotation, every decision,
        <br />
        with its reason.
      </p>
    </section>
  )
}

function Generation({ x, y, index }: { readonly x: number; readonly y: number; readonly index: number }) {
  const next = BIRTHS[index + 1]
  const opacity = { '--o': 0.45 + index * 0.13 }
  const crest = crestOf(x, next?.x ?? NOW, y, index)
  const current = next === undefined ? 'cur' : ''
  return (
    <g style={opacity as React.CSSProperties}>
      <path className={`ridge ${current}`} d={`${crest}L${NOW} ${y}Z`} />
      <path className={`crest ${current}`} d={crest} />
      <path className={`live ${current}`} d={`M${x} ${y}H${next?.x ?? NOW}`} />
      {next ? (
        <path className="step" d={`M${next.x} ${y}V${next.y}`} />
      ) : (
        <path className="livep" d={`M${NOW} ${y}H${END}`} />
      )}
      {next && <path className="tail" d={`M${NOW} ${y}H${END}`} />}
      <circle className="birth" cx={x} cy={y} r={5} />
    </g>
  )
}

/** Rises after birth, wavers while current, dies away after the next birth. */
function crestOf(from: number, until: number, y: number, index: number): string {
  const points: string[] = []
  for (let x = from; x <= NOW; x += STEP) {
    const rise = 1 - Math.exp(-(x - from) / 16)
    const fall = x < until ? 1 : Math.exp(-(x - until) / 26)
    const waver = 1 + 0.03 * Math.sin(x * 0.31 + index) + 0.025 * Math.sin(x * 0.83 + index * 2)
    points.push(`${x} ${(y - HEIGHT * rise * fall * waver).toFixed(1)}`)
  }
  return `M${points.join('L')}`
}
