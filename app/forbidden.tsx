import { ForbiddenRole } from '#components/auth/forbidden-role.tsx'
import { Message } from '#components/shell/message.tsx'
import { whoActs } from '#console/page.ts'
import { switchRole } from './session-actions.ts'

export default async function Forbidden() {
  const who = await whoActs()
  return (
    <Message icon="locked" title="You cannot act in this account">
      <p>The link leads to an account or sandbox that your session has no part in. Nothing of it was read.</p>
      {who && <ForbiddenRole switchRole={switchRole} {...who} />}
    </Message>
  )
}
