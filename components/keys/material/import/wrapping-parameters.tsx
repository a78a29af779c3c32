import type { ImportParametersDto } from '#console/dto/imports.ts'
import { useTimes } from '../../../hooks/display.tsx'
import { buttonClass } from '../../../ui/button-class.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { bytesHref } from '../bytes.ts'
import { countdown } from './countdown.ts'

interface WrappingParametersProps {
  readonly parameters: ImportParametersDto
  readonly now: number
  /** What wraps with them in a shell. */
  readonly lines: readonly string[]
}

/** The wrapping key and its token to take along, how long they hold, and what to do with them. */
export function WrappingParameters({ parameters, now, lines }: WrappingParametersProps) {
  const { instant } = useTimes()
  const text = lines.join('\n')
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Download name="WrappingPublicKey.bin" base64={parameters.publicKey} />
        <Download name="ImportToken.bin" base64={parameters.token} />
        <span className="text-ink-2 text-sm tabular-nums" title={instant(parameters.validTo)} suppressHydrationWarning>
          valid for {countdown(parameters.validTo - now)}
        </span>
      </div>
      <div className="relative min-w-0 rounded-m border border-line bg-sunken">
        <CodeBlock label="Commands" className="max-h-44 py-2 pr-9 pl-3">
          {text}
        </CodeBlock>
        <CopyButton text={text} label="Copy commands" className="absolute top-2 right-2 bg-sunken" />
      </div>
    </>
  )
}

function Download({ name, base64 }: { readonly name: string; readonly base64: string }) {
  return (
    <a href={bytesHref(base64)} download={name} className={buttonClass('plain', 'small')}>
      <Icon name="download" />
      {name}
    </a>
  )
}
