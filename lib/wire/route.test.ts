import { describe, expect, it } from 'vitest'
import { looksLikeQuery, route } from './route.ts'

const get = (target: string, headers = {}) => route({ method: 'GET', target, headers })
const post = (target: string, headers = {}) => route({ method: 'POST', target, headers })
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=…' }

describe('who answers a request', () => {
  it.each([
    ['a target', post('/', { 'x-amz-target': 'TrentService.Encrypt' })],
    ['a target, on any path', post('/anything', { 'x-amz-target': '' })],
    ['a signature', get('/', SIGNED)],
    ['a signed form', post('/', { ...FORM, ...SIGNED })],
    ['a signature in the query', get('/?Action=GetCallerIdentity&X-Amz-Signature=abc')],
  ])('the wire, when there is %s', (_, found) => {
    expect(found).toBe('wire')
  })

  it('the body decides about a form without a signature', () => {
    expect(post('/', FORM)).toBe('form')
    expect(post('/api/auth/callback/credentials', FORM)).toBe('next')
    expect(looksLikeQuery(Buffer.from('Action=AssumeRole&Version=2011-06-15'))).toBe(true)
    expect(looksLikeQuery(Buffer.from('Version=2011-06-15&Action=AssumeRole'))).toBe(true)
    expect(looksLikeQuery(Buffer.from('username=admin&LastAction=x'))).toBe(false)
    expect(looksLikeQuery(Buffer.alloc(0))).toBe(false)
  })

  it.each(['/health', '/health?verbose'])('the server itself, for %s', (target) => {
    expect(get(target)).toBe('health')
  })

  it.each(['/_keystead', '/_keystead/accounts'])('the administration, for %s', (target) => {
    expect(get(target)).toBe('admin')
  })

  it('the services, for what is below their path', () => {
    expect(post('/_keystead/integrations/ebs/CreateVolume')).toBe('integrations')
    expect(post('/_keystead/integrations')).toBe('admin')
  })

  it.each(['/metrics', '/metrics?name[]=up'])('the metrics, for %s', (target) => {
    expect(get(target)).toBe('metrics')
  })

  it.each(['/kms/xks/v1/health', '/kms/xks/v1', '/kms/xks/v1/keys/a/encrypt?b'])('the proxy face, for %s', (target) => {
    expect(get(target)).toBe('xks')
    expect(post(target, SIGNED)).toBe('xks')
    expect(post(target, { ...SIGNED, 'x-amz-target': 'TrentService.Encrypt' })).toBe('wire')
  })

  it.each([
    ...['/', '/main/111122223333/us-east-1/keys', '/healthy', '/_keysteadx', '/_next/static/a.js', '/api/health'],
    ...['metrics', 'health', 'api', 'kms'].map((sandbox) => `/${sandbox}/111122223333/us-east-1/keys`),
  ])('Next, for %s', (target) => {
    expect(get(target)).toBe('next')
  })

  it('always Next, when there is a Next-Action header', () => {
    expect(post('/', { ...SIGNED, ...FORM, 'x-amz-target': 'TrentService.Encrypt', 'next-action': 'id' })).toBe('next')
    expect(post('/health', { 'next-action': '' })).toBe('next')
  })
})
