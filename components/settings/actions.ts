import type { EnrolmentDto, UserIdDto, UserNameDto } from '#console/dto/settings.ts'
import type { Action } from '../hooks/use-action.ts'

/** What users do with their own password and second factor. */
export interface OwnActions {
  /** Answers how many other sessions ended with it. */
  readonly changePassword: Action<[old: string, next: string], number>
  readonly beginTotp: Action<[], EnrolmentDto>
  readonly enableTotp: Action<[token: string, code: string], readonly string[]>
  readonly removeTotp: Action<[]>
}

export interface SessionListActions {
  readonly revokeSession: Action<[id: string]>
  readonly revokeOtherSessions: Action<[], number>
}

/** What the administrator does; passwords are answered this once. */
export interface UserActions {
  readonly createUser: Action<[name: UserNameDto, make: boolean], string>
  readonly resetPassword: Action<[user: UserIdDto], string>
  readonly removeAccess: Action<[user: UserIdDto]>
  readonly removeTotpOf: Action<[user: UserIdDto]>
}
