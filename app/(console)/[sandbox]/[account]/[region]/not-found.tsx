import { Message } from '#components/shell/message.tsx'

export default function PageNotFound() {
  return (
    <Message icon="search" title="There is no such page" framed>
      <p>It may have moved, or what it showed was deleted. Search for it with the box above.</p>
    </Message>
  )
}
