import type { SandboxPlaceDto } from '#console/dto/sandboxes.ts'

/** The address of the same list in another sandbox; from a page of one thing, which that has not, to its list. */
export function inSandbox(path: string, { sandbox, account }: SandboxPlaceDto): string {
  const [, , , region = '', section = 'overview'] = path.split('/')
  return `/${sandbox}/${account}/${region}/${section}`
}
