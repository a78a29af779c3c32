import { Message } from '#components/shell/message.tsx'

export default function NotFound() {
  return (
    <Message icon="search" title="There is no such page">
      <p>The address names a sandbox, account, Region or page that does not exist here.</p>
    </Message>
  )
}
