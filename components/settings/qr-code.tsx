import { encode } from 'uqr'

const QUIET = 2

/** A QR code (ISO/IEC 18004), dark on light in every theme: cameras want it so. */
export function QrCode({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { border: 0 })
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('')
  const whole = size + 2 * QUIET
  return (
    <svg
      role="img"
      aria-label="QR code for the authenticator"
      viewBox={`0 0 ${whole} ${whole}`}
      shapeRendering="crispEdges"
      className="w-42 rounded-m border border-line"
    >
      <rect width={whole} height={whole} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
