import { GuideLink } from './guide-link.tsx'
import type { HelpedPage } from './page-of.ts'
import { HELP } from './texts.ts'

const GUIDE = 'https://docs.aws.amazon.com/kms/latest/developerguide/'

export function HelpText({ page }: { readonly page: HelpedPage }) {
  const { text, today, guides = [] } = HELP[page]
  return (
    <div className="grid gap-3">
      <p>{text}</p>
      {today && (
        <div className="border-accent-line border-l-2 pl-3 text-ink-2">
          <p className="font-medium text-ink text-sm">Often told otherwise</p>
          <p>{today}</p>
        </div>
      )}
      {guides.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {guides.map(([guide, label]) => (
            <li key={guide}>
              <GuideLink href={`${GUIDE}${guide}.html`}>{label}</GuideLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
