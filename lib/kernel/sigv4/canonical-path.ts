import { uriEncodePath } from './uri-encode.ts'

/**
 * Canonical URI (AWS IAM user guide, "Create a signed AWS API request"). Dot segments and empty segments go, as
 * for every service but S3; `normalize: false` is S3's way.
 */
export function canonicalPath(path: string, normalize = true): string {
  if (path === '' || path === '/') return '/'
  return uriEncodePath(normalize ? normalizePath(path) : path)
}

function normalizePath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.join('/')}${trailing}`
}
