import type { CreatedGrantDto, NewGrantDto } from '#console/dto/grants.ts'
import type { Action } from '../hooks/use-action.ts'

/** What can be done to grants, by the server actions of the page. */
export interface GrantActions {
  readonly createGrant: Action<[keyId: string, form: NewGrantDto], CreatedGrantDto>
  readonly retireGrant: Action<[keyArn: string, grantId: string]>
  readonly revokeGrant: Action<[keyId: string, grantId: string]>
}

/** How a grant is ended: given back by those whom it names, or taken away by those who may do that to any of a key. */
export type How = 'retire' | 'revoke'
