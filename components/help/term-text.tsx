import { type TermName, termOf } from './glossary.ts'
import { GuideLink } from './guide-link.tsx'

export function TermText({ name }: { readonly name: TermName }) {
  const { title, text, href } = termOf(name)
  return (
    <div className="grid gap-1.5">
      <p className="font-title text-card">{title}</p>
      <p className="text-ink-2">{text}</p>
      {href && <GuideLink href={href}>AWS KMS developer guide</GuideLink>}
    </div>
  )
}
