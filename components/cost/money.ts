const DOLLAR = 1_000_000
const CENT = DOLLAR / 100

/** `$1,234.50` of micro-dollars, to the nearest cent; less than a cent exactly, as `$0.001300`. */
export function money(amount: number): string {
  const size = Math.abs(amount)
  const text = size > 0 && size < CENT ? `0.${String(size).padStart(6, '0')}` : cents(size)
  return amount < 0 ? `−$${text}` : `$${text}`
}

/** To the micro-dollar: `$1.000018`. */
export function exactMoney(amount: number): string {
  return `${amount < 0 ? '−' : ''}$${exactly(Math.abs(amount))}`
}

function cents(size: number): string {
  const rounded = Math.round(size / CENT)
  return `${Math.floor(rounded / 100).toLocaleString('en-US')}.${String(rounded % 100).padStart(2, '0')}`
}

/** No zeros behind the cents. */
function exactly(size: number): string {
  const fraction = String(size % DOLLAR).padStart(6, '0')
  const shown = fraction.replace(/0+$/, '').padEnd(2, '0')
  return `${Math.floor(size / DOLLAR).toLocaleString('en-US')}.${shown}`
}
