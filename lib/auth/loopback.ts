/** Whether a host name or address means this machine itself: localhost, 127.0.0.0/8 or ::1, brackets allowed. */
export function isLoopback(host: string): boolean {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  return bare.toLowerCase() === 'localhost' || bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare)
}

/** The name in a Host header (RFC 9110 section 7.2): without the port, brackets kept. Empty when there is none. */
export function hostName(header: string): string {
  return header.replace(/:\d*$/, '')
}
