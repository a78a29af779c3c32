import type { ReactNode } from 'react'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'

interface Fact {
  readonly question: string
  /** Of AWS owned, AWS managed and customer managed keys. */
  readonly answers: readonly [Answer, Answer, Answer]
}

interface Answer {
  /** Absent where the question is not one of yes or no. */
  readonly yes?: boolean
  readonly text: string
}

const yes = (text = 'Yes'): Answer => ({ yes: true, text })
const no = (text = 'No'): Answer => ({ yes: false, text })
const is = (text: string): Answer => ({ text })

const KINDS = ['AWS owned', 'AWS managed', 'Customer managed'] as const

/** AWS KMS developer guide, "AWS KMS keys", and the price list. */
const FACTS: readonly Fact[] = [
  {
    question: 'Who makes it',
    answers: [
      is('A service, for many accounts at once'),
      is('A service, in your account, when it first needs it'),
      is('You'),
    ],
  },
  { question: 'Can you see it', answers: [no(), yes('Metadata, policy, grants'), yes()] },
  {
    question: 'Can you use it',
    answers: [no('Its service alone'), no('Only through its service: kms:ViaService'), yes('Whom its policy lets')],
  },
  { question: 'Can you change its policy', answers: [no(), no(), yes('And give grants, tags and aliases')] },
  { question: 'Other accounts', answers: [no(), no(), yes('Where its policy names them')] },
  {
    question: 'Who rotates it',
    answers: [
      is('The service, when it sees fit'),
      is('By itself, every year'),
      is('You choose: every 90 to 2,560 days, on demand, or never'),
    ],
  },
  { question: 'Disable and delete it', answers: [no(), no(), yes('After 7 to 30 days of waiting')] },
  { question: 'In your audit log', answers: [no(), yes('Every call'), yes('Every call')] },
  {
    question: 'Who pays',
    answers: [is('The service'), is('You, for calls only'), is('You: $1.00 a month, and for calls')],
  },
  { question: 'Counts against quotas', answers: [no(), is('Its calls do'), is('The key and its calls do')] },
]

/** The three kinds of keys side by side. */
export function KindsTable() {
  return (
    <Card
      title="Three kinds of keys"
      aside="whose they are decides what you can do"
      className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
    >
      <div className="overflow-x-auto">
        <table className="tbl tall stacked">
          <thead>
            <tr>
              <th className="w-[19%]">
                <span className="sr-only">Question</span>
              </th>
              {KINDS.map((kind) => (
                <th key={kind} scope="col" className="w-[27%]">
                  {kind}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {FACTS.map(({ question, answers }) => (
              <tr key={question}>
                <th
                  scope="row"
                  className="border-line-faint! bg-transparent! py-2! align-top font-strong! text-base! text-ink! max-sm:h-auto! max-sm:border-0! max-sm:p-0!"
                >
                  {question}
                </th>
                {answers.map((answer, index) => (
                  <Cell key={KINDS[index]} kind={KINDS[index] ?? ''}>
                    <Said answer={answer} />
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Cell({ kind, children }: { readonly kind: string; readonly children: ReactNode }) {
  return (
    <td
      data-column={kind}
      className={`whitespace-normal! max-sm:grid! max-sm:grid-cols-[124px_minmax(0,1fr)] max-sm:items-baseline ${kind === 'Customer managed' ? 'text-ink' : 'text-ink-2'}`}
    >
      {children}
    </td>
  )
}

/** A mark and words: never the mark alone. */
function Said({ answer: { yes: holds, text } }: { readonly answer: Answer }) {
  return (
    <span className="inline-flex items-start gap-2">
      {holds !== undefined && (
        <Icon name={holds ? 'check' : 'minus'} className={`mt-[3px] size-3.5 ${holds ? 'text-accent' : 'text-mark'}`} />
      )}
      {text}
    </span>
  )
}
