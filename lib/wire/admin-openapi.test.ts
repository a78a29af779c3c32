import { describe, expect, it } from 'vitest'
import { registry } from '#admin/registry.ts'
import { createServices } from '#integrations/execute.ts'
import { SERVICES } from '#integrations/ports.ts'
import { systemSecrets } from '#kernel/random.ts'
import { DESCRIPTIONS } from './admin-descriptions.ts'
import { openApi } from './admin-openapi.ts'
import { ADMIN_ROUTES, membersIn, routeOf, targetOf } from './admin-routes.ts'

describe('the routes of the administration', () => {
  it('reach every operation', () => {
    const routed = new Set(ADMIN_ROUTES.map(({ operation }) => operation))
    expect([...routed].sort()).toEqual(Object.keys(registry).sort())
  })

  it('are chosen by the members that there are', () => {
    expect(targetOf('ApplyFixture', { fixture: '' }).path).toBe('/_keystead/fixture')
    expect(targetOf('ApplyFixture', { id: 'a', fixture: '' }).path).toBe('/_keystead/sandboxes/a/fixture')
  })

  it('give the members that stand in a path, and take them back', () => {
    const input = { id: 'a b/ü', name: 'one', more: 1 }
    const { method, path, rest } = targetOf('RestoreSnapshot', input)
    expect(rest).toEqual({ more: 1 })
    expect(routeOf(method, `${path}?x=y`)).toEqual({
      operation: 'RestoreSnapshot',
      members: { id: 'a b/ü', name: 'one' },
    })
  })

  it('know nothing but themselves', () => {
    for (const path of ['sandboxes/a/', 'sandboxes//clock', 'sandboxes/a/b/clock', 'sandboxe', 'sandboxes/a/clock/x']) {
      expect(routeOf('POST', `/_keystead/${path}`)).toBeUndefined()
    }
    expect(routeOf('PATCH', '/_keystead/sandboxes')).toBeUndefined()
    expect(routeOf(undefined, '/_keystead/sandboxes')).toBeUndefined()
  })
})

describe('the description in OpenAPI', () => {
  const { operations } = createServices({ endpoint: '', secrets: systemSecrets, isKnownRegion: () => true })
  const described = openApi('1.2.3', 'http://127.0.0.1:3000', operations)

  it('has every route, with the members of its path as parameters', () => {
    const { paths } = JSON.parse(JSON.stringify(described))
    const ids = new Set()
    for (const { method, path, operation } of ADMIN_ROUTES) {
      const told = paths[path][method.toLowerCase()]
      expect(told.operationId).toContain(operation)
      ids.add(told.operationId)
      const parameters: { name: string; in: string }[] = told.parameters ?? []
      expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(membersIn(path))
    }
    expect(ids.size).toBe(ADMIN_ROUTES.length)
  })

  it('describes every member of a path and every one that is required', () => {
    for (const { path, operation } of ADMIN_ROUTES) {
      const { input, required = [] } = DESCRIPTIONS[operation]
      for (const name of [...membersIn(path), ...required]) expect(input).toHaveProperty(name)
    }
  })

  it('has every operation of the integrated services, for any principal', () => {
    const { paths } = JSON.parse(JSON.stringify(described))
    const ids = new Set<string>()
    for (const { service, operation } of operations) {
      const { post } = paths[`/_keystead/integrations/${service}/${operation}`]
      expect(post.security).toEqual([{ principal: [] }])
      ids.add(post.operationId)
    }
    expect(ids.size).toBe(operations.length)
    expect(Object.keys(paths)).toHaveLength(new Set(ADMIN_ROUTES.map(({ path }) => path)).size + operations.length)
    for (const service of Object.keys(SERVICES)) expect(operations.map((one) => one.service)).toContain(service)
  })

  it('tells the members of the input of the integrated services, as they are read', () => {
    const { paths } = JSON.parse(JSON.stringify(described))
    const bodyOf = (name: string) => paths[`/_keystead/integrations/${name}`].post.requestBody
    const Region = { type: 'string', description: expect.any(String) }
    expect(bodyOf('ebs/CopySnapshot')).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              SourceSnapshotId: { type: 'string', pattern: '^snap-[0-9a-f]{17}$' },
              SourceRegion: { type: 'string' },
              KmsKeyId: { type: 'string', minLength: 1, maxLength: 2048 },
              Region,
            },
            required: ['SourceSnapshotId', 'SourceRegion'],
            additionalProperties: false,
          },
        },
      },
    })
    expect(bodyOf('s3/ListBuckets')).toMatchObject({
      required: false,
      content: { 'application/json': { schema: { properties: { Region }, required: [] } } },
    })
  })

  it('asks for the credentials of the administrator', () => {
    expect(described).toMatchObject({
      ...{ openapi: '3.1.0', info: { version: '1.2.3' }, security: [{ administrator: [] }] },
      components: { securitySchemes: { administrator: { type: 'http', scheme: 'basic' } } },
    })
  })
})
