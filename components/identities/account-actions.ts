import type { CreatedAccountDto, NewAccountDto } from '#console/dto/accounts.ts'
import type { Action } from '../hooks/use-action.ts'

/** Makes an account, by the server action of the page. */
export type CreateAccount = Action<[account: NewAccountDto], CreatedAccountDto>
