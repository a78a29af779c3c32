import { describe, expect, it } from 'vitest'
import { cruiseTree } from './cruise.ts'
import { RINGS } from './rings.ts'
import { ambientInputs, ROOT, sourcesOf, writtenImports } from './sources.ts'

const MAY_BE_AMBIENT = /^lib\/(kernel|runtime|testing|testkit)\/|\.test\.tsx?$/

const sources = sourcesOf(ROOT)
const { modules, violations } = await cruiseTree(ROOT)

describe('the tree', () => {
  it('keeps to the import table', () => {
    expect(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([])
  })

  it('was read whole', () => {
    expect(sources.length).toBeGreaterThan(300)
    expect(sources.map(({ path }) => path).filter((path) => !modules.has(path))).toEqual([])
  })

  it('has no import that was not read', () => {
    const unread = sources.flatMap(({ path, code }) => {
      const read = modules.get(path) ?? []
      return writtenImports(code)
        .filter((written) => !read.includes(written))
        .map((written) => `${path}: ${written}`)
    })
    expect(unread).toEqual([])
  })

  it('has no folder that is no ring', () => {
    const isInRing = (path: string) =>
      RINGS.some((ring) => path === `${ring.path}.ts` || path.startsWith(`${ring.path}/`))
    expect(sources.map(({ path }) => path).filter((path) => !isInRing(path))).toEqual([])
  })

  it('lets components take only types from the console', () => {
    const valueImport = /^\s*(?:import|export)\s+(?!type\b)[^'"`;()=]*?\bfrom\s*['"]#console\//m
    const found = sources.filter(({ path, code }) => path.startsWith('components/') && valueImport.test(code))
    expect(found.map(({ path }) => path)).toEqual([])
  })

  it('takes time, chance and settings from the kernel and the runtime', () => {
    const found = sources
      .filter(({ path }) => !MAY_BE_AMBIENT.test(path))
      .flatMap(({ path, code }) => ambientInputs(code).map((input) => `${path}: ${input}`))
    expect(found).toEqual([])
  })
})
