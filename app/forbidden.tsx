import { Message } from '#components/shell/message.tsx'

export default function Forbidden() {
  return (
    <Message icon="locked" title="You cannot act in this account">
      The link leads to an account or sandbox that your session has no part in. Nothing of it was read.
    </Message>
  )
}
