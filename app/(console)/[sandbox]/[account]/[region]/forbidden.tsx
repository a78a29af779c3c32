import { Message } from '#components/shell/message.tsx'

/** For pages of the installation, which its administrator alone may open. */
export default function PageForbidden() {
  return (
    <Message icon="locked" title="This page is for the administrator" framed>
      <p>It concerns the whole installation, so only the root user of its first account may open it.</p>
    </Message>
  )
}
