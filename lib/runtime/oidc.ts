import { readFileSync } from 'node:fs'
import type { OidcPrincipals, OidcSettings } from '#auth/oidc.ts'
import type { OidcSource } from './config.ts'
import { ConfigError } from './config.ts'

const PRINCIPAL = /^arn:aws:iam::\d{12}:(root|user\/.+)$/

/** The provider with its principals from their file. Throws ConfigError that says what is wrong with it. */
export function readOidc(source: OidcSource | undefined): OidcSettings | undefined {
  if (!source) return undefined
  const { principalsFile, ...provider } = source
  return { ...provider, principals: parse(readText(principalsFile)) }
}

/** Every ARN that the provider can lead to. */
export function federatedArns(settings: OidcSettings | undefined): ReadonlySet<string> {
  return new Set(Object.values(settings?.principals ?? {}).flatMap((byValue) => Object.values(byValue)))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw fault(`the file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parse(text: string): OidcPrincipals {
  const found = Object.entries(objectOf(parseJson(text))).map(([claim, byValue]) => {
    const pairs = Object.entries(objectOf(byValue)).map(
      ([value, arn]) => [value, principal(claim, value, arn)] as const,
    )
    return [claim, Object.fromEntries(pairs)] as const
  })
  if (found.length === 0) throw fault('it names no claim, so nobody could sign in')
  return Object.fromEntries(found)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw fault('it must be a file of JSON')
  }
}

function objectOf(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw fault('it must be as in {"email": {"ada@example.com": "arn:aws:iam::111122223333:user/ada"}}')
}

function principal(claim: string, value: string, arn: unknown): string {
  if (typeof arn === 'string' && PRINCIPAL.test(arn)) return arn
  throw fault(`${claim} ${value} leads to ${JSON.stringify(arn)}, which is the ARN of neither a user nor a root user`)
}

const fault = (message: string) => new ConfigError([`KEYSTEAD_OIDC_PRINCIPALS: ${message}`])
