/** The address of the same list in another Region; from a page of one thing, which is in one Region, to its list. */
export function inRegion(path: string, region: string): string {
  const [, sandbox = '', account = '', , section = 'overview'] = path.split('/')
  return `/${sandbox}/${account}/${region}/${section}`
}
