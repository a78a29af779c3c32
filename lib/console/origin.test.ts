import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from './origin.ts'

describe('isOwnOrigin', () => {
  it.each([
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://localhost:3000', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000', 'http://localhost:3000'],
    ['https://kms.example.com', 'https://kms.example.com'],
  ])('takes %s for %s', (origin, publicUrl) => {
    expect(isOwnOrigin(origin, publicUrl)).toBe(true)
  })

  it.each([
    [null, 'http://127.0.0.1:3000'],
    ['null', 'http://127.0.0.1:3000'],
    ['http://evil.example:3000', 'http://127.0.0.1:3000'],
    ['http://127.0.0.1.evil.example:3000', 'http://127.0.0.1:3000'],
    ['http://localhost:3001', 'http://127.0.0.1:3000'],
    ['https://localhost:3000', 'http://127.0.0.1:3000'],
    ['http://kms.example.com', 'https://kms.example.com'],
    ['https://localhost', 'https://kms.example.com'],
  ])('refuses %s for %s', (origin, publicUrl) => {
    expect(isOwnOrigin(origin, publicUrl)).toBe(false)
  })
})
