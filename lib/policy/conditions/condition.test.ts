import { describe, expect, it } from 'vitest'
import type { ConditionContext } from '../request.ts'
import { compileCondition } from './condition.ts'

type Value = string | readonly string[] | undefined

/** `actual` undefined: the key is absent. */
function holds(operator: string, expected: string | string[], actual: Value, more: [string, string][] = []): boolean {
  const context: ConditionContext = new Map<string, string | readonly string[]>([
    ...more,
    ...(actual === undefined ? [] : [['k', actual] as const]),
  ])
  const values = typeof expected === 'string' ? [expected] : expected
  return compileCondition({ operator, key: 'K', values }, true)(context)
}

describe('condition operators', () => {
  it.each<[string, string | string[], Value, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'abc', false],
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', [], 'a', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'AbC', 'aBc', true],
    ['StringNotEqualsIgnoreCase', 'AbC', 'aBc', false],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'A*', 'abc', false],
    ['StringNotLike', 'a*', 'abc', false],
    ['NumericEquals', '30', '30.0', true],
    ['NumericEquals', '3*', '3', false],
    ['NumericEquals', '0x10', '16', false],
    ['NumericNotEquals', '30', '31', true],
    ['NumericLessThan', '30', '7', true],
    ['NumericLessThan', '30', '30', false],
    ['NumericLessThanEquals', '30', '30', true],
    ['NumericGreaterThan', '30', '100', true],
    ['NumericGreaterThanEquals', '30', 'many', false],
    ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
    ['DateNotEquals', '2026-01-01', '2026-01-02', true],
    ['DateLessThan', '2026-01-01T00:00:00+02:00', '2025-12-31T22:30:00Z', false],
    ['DateLessThanEquals', '2026', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.001Z', true],
    ['DateGreaterThan', 'soon', '2026-01-01T00:00:00Z', false],
    ['DateGreaterThanEquals', '2026-01-01T00:00', '2027-01-01T00:00:00Z', false],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', 'true', 'false', false],
    ['Bool', 'constructor', 'constructor', false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'not base64', 'not base64', false],
    ['IpAddress', '192.0.2.0/24', '192.0.2.255', true],
    ['IpAddress', '192.0.2.0/24', '192.0.3.0', false],
    ['IpAddress', '0.0.0.0/0', '203.0.113.9', true],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['IpAddress', '192.0.2.1', '192.0.2.1', true],
    ['IpAddress', '192.0.2.1/33', '192.0.2.1', false],
    ['IpAddress', '192.0.2.01', '192.0.2.1', false],
    ['IpAddress', '192.0.2.0/24', '::ffff:192.0.2.7', true],
    ['IpAddress', '2001:DB8::/32', '2001:db8:ffff::1', true],
    ['IpAddress', '::/0', '::1', true],
    ['IpAddress', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', true],
    ['IpAddress', '1::2::3', '1::2:3', false],
    ['IpAddress', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7', false],
    ['NotIpAddress', '192.0.2.0/24', '192.0.2.9', false],
    ['NotIpAddress', '192.0.2.0/24', '198.51.100.1', true],
    ['ArnLike', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::111122223333:role/abc/d', true],
    ['ArnEquals', 'arn:aws:iam::111122223333:role/?', 'arn:aws:iam::111122223333:role/x', true],
    ['ArnLike', 'arn:aws:*:role/x', 'arn:aws:iam::111122223333:role/x', false],
    ['ArnLike', 'arn:aws:sns', 'arn:aws:sns:us-east-1:111122223333:t:x', true],
    ['ArnLike', '*', 'no arn', false],
    ['ArnNotLike', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::111122223333:role/b', true],
    ['ArnNotEquals', 'arn:aws:iam::*:role/a', 'arn:aws:iam::111122223333:role/a', false],
    ['Null', 'true', undefined, true],
    ['Null', 'true', 'x', false],
    ['Null', 'false', '', true],
    ['Null', 'true', [], true],
  ])('%s %j on %j is %s', (operator, expected, actual, result) =>
    expect(holds(operator, expected, actual)).toBe(result),
  )

  it.each<[string, Value, boolean]>([
    ['StringEquals', undefined, false],
    ['StringEqualsIfExists', undefined, true],
    ['StringEqualsIfExists', 'b', false],
    ['StringNotEquals', undefined, true],
    ['NumericLessThan', undefined, false],
    ['NotIpAddress', undefined, true],
    ['ForAllValues:StringEquals', undefined, true],
    ['ForAllValues:StringEquals', [], true],
    ['ForAllValues:StringEquals', ['a', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], false],
    ['ForAnyValue:StringEquals', undefined, false],
    ['ForAnyValue:StringEquals', [], false],
    ['ForAnyValue:StringEquals', ['b', 'a'], true],
    ['ForAnyValue:StringEqualsIfExists', undefined, true],
    ['ForAnyValue:StringNotEquals', undefined, false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], false],
    ['ForAllValues:StringNotEquals', ['b', 'c'], true],
    ['StringEquals', ['b', 'a'], true],
    ['StringNotEquals', ['b', 'a'], false],
  ])('%s "a" on %j is %s', (operator, actual, result) => expect(holds(operator, 'a', actual)).toBe(result))

  it.each<[string, string, Value, [string, string][], boolean]>([
    ['StringEquals', `\${aws:username}`, 'Alice', [['aws:username', 'Alice']], true],
    ['StringLike', `home/\${aws:UserName}/*`, 'home/Alice/x', [['aws:username', 'Alice']], true],
    ['StringLike', `\${aws:username}`, 'anything', [['aws:username', '*']], false],
    ['StringEquals', `\${aws:username}`, 'Alice', [], false],
    ['StringEquals', `\${aws:username, 'nobody'}`, 'nobody', [], true],
    ['StringLike', `a\${*}`, 'ab', [], false],
    ['StringLike', `a\${*}`, 'a*', [], true],
    ['ArnLike', `arn:aws:iam::*:user/\${aws:username}`, 'arn:aws:iam::1:user/Bo', [['aws:username', 'Bo']], true],
    ['NumericEquals', `\${x}`, '1', [['x', '1']], false],
  ])('%s resolves %s', (operator, expected, actual, more, result) =>
    expect(holds(operator, expected, actual, more)).toBe(result),
  )

  it.each(['NullIfExists', 'ForAnyValue:Null', 'ForSome:StringEquals', 'stringEquals', 'constructor', ''])(
    'there is no operator %j',
    (operator) => expect(() => compileCondition({ operator, key: 'k', values: [] }, true)).toThrow(TypeError),
  )
})
