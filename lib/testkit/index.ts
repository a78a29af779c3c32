/** The door of the package for Node tests; `@keystead/testkit/playwright` is that for Playwright. */
import type { ClockTime, MovedClock, SandboxClock } from './clock.ts'
import type { Credentials } from './credentials.ts'
import type { AppliedAccessKey, AppliedFixture, AppliedKey, FixtureObject, FixtureSource } from './fixture.ts'
import type { OriginOptions } from './origin.ts'
import type {
  ClientConfig,
  ClientOptions,
  ExportOptions,
  Fault,
  QuotaProfile,
  Sandbox,
  SandboxOptions,
} from './sandbox.ts'

export { KeysteadError } from './errors.ts'
export { type Keystead, type StartOptions, startKeystead } from './start.ts'
export type {
  AppliedAccessKey,
  AppliedFixture,
  AppliedKey,
  ClientConfig,
  ClientOptions,
  ClockTime,
  Credentials,
  ExportOptions,
  Fault,
  FixtureObject,
  FixtureSource,
  MovedClock,
  OriginOptions,
  QuotaProfile,
  Sandbox,
  SandboxClock,
  SandboxOptions,
}
