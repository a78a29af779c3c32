import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installed } from '../support/npm-cache.ts'

/** Pinned here and not in package.json: it brings a hundred packages that nothing else needs. */
const PACKAGE = 'lighthouse@13.5.0'

export type Category = 'performance' | 'accessibility' | 'best-practices'

export interface Audited {
  readonly finalUrl: string
  /** Of 100. */
  readonly scores: Readonly<Record<Category, number>>
  /** Milliseconds until the largest content was painted. */
  readonly paintMs: number
  /** Cumulative layout shift. */
  readonly shift: number
  /** Kilobytes of compressed scripts. */
  readonly scriptKb: number
}

export interface Lighthouse {
  readonly version: string
  /** Audits one page in the browser that listens for debugging on a port. */
  run(url: string, how: { port: number; headers: Readonly<Record<string, string>> }): Promise<Audited>
}

interface Report {
  readonly finalDisplayedUrl: string
  readonly categories: Readonly<Record<Category, { readonly score: number | null }>>
  readonly audits: Readonly<
    Record<
      string,
      | {
          readonly numericValue?: number
          readonly details?: { readonly items?: readonly { resourceType?: string; transferSize?: number }[] }
        }
      | undefined
    >
  >
}

/** What is used of the package. */
interface Package {
  default(url: string, flags: object, config: object): Promise<{ readonly lhr: Report } | undefined>
  readonly desktopConfig: object
}

/** Lighthouse, installed beside the project's packages the first time it is asked for. */
export async function packagedLighthouse(): Promise<Lighthouse> {
  const folder = join(installed('keystead-lighthouse', PACKAGE), 'node_modules', 'lighthouse')
  const { version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const lighthouse: Package = await import(pathToFileURL(join(folder, main)).href)
  return {
    version,
    async run(url, { port, headers }) {
      const flags = { port, extraHeaders: headers, logLevel: 'error', onlyCategories: CATEGORIES }
      const result = await lighthouse.default(url, flags, lighthouse.desktopConfig)
      if (!result) throw new Error(`Lighthouse has no result for ${url}`)
      return audited(result.lhr)
    },
  }
}

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

function audited({ finalDisplayedUrl, categories, audits }: Report): Audited {
  const score = (category: Category) => Math.round((categories[category].score ?? 0) * 100)
  const requests = audits['network-requests']?.details?.items ?? []
  const scripts = requests.filter(({ resourceType }) => resourceType === 'Script')
  return {
    finalUrl: finalDisplayedUrl,
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    },
    paintMs: audits['largest-contentful-paint']?.numericValue ?? Number.NaN,
    shift: audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
    scriptKb: scripts.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0) / 1000,
  }
}
