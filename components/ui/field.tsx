'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'

const INPUT =
  'w-full rounded-m border border-line-strong bg-page px-3 font-normal aria-invalid:border-deletion focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent file:-ml-3 file:mr-3 file:h-full file:border-line-strong file:border-r file:px-3 file:font-medium file:hover:bg-hover'

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with the value now. */
  readonly error?: string | undefined
  readonly className?: string
}

type TextFieldProps = FieldProps & Omit<ComponentProps<'input'>, 'className'>

/** A labelled text input. */
export function TextField({ label, hint, error, className, ...input }: TextFieldProps) {
  const { id, described, notes } = useNotes(hint, error)
  return (
    <div className={`grid content-start gap-1.5 ${className ?? ''}`}>
      <label htmlFor={id} className="font-medium text-md">
        {label}
      </label>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={`${INPUT} h-9 ${input.type === 'password' ? '' : 'text-ellipsis'}`}
      />
      {notes}
    </div>
  )
}

type SelectFieldProps = FieldProps & Omit<ComponentProps<'select'>, 'className'>

/** A labelled choice among options. */
export function SelectField({ label, hint, error, className, children, ...select }: SelectFieldProps) {
  const { id, described, notes } = useNotes(hint, error)
  return (
    <div className={`grid content-start gap-1.5 ${className ?? ''}`}>
      <label htmlFor={id} className="font-medium text-md">
        {label}
      </label>
      <select {...select} id={id} aria-describedby={described} className={`${INPUT} h-9`}>
        {children}
      </select>
      {notes}
    </div>
  )
}

type TextAreaProps = FieldProps &
  Omit<ComponentProps<'textarea'>, 'className'> & {
    /** At the right end of the label's line. */
    readonly aside?: ReactNode
    readonly mono?: boolean
  }

export function TextAreaField({ label, hint, error, className, aside, mono = false, ...area }: TextAreaProps) {
  const { id, described, notes } = useNotes(hint, error)
  return (
    <div className={`grid content-start gap-1.5 ${className ?? ''}`}>
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <label htmlFor={id} className="font-medium text-md">
          {label}
        </label>
        {aside}
      </div>
      <textarea
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={`${INPUT} py-2 ${mono ? 'mono' : ''}`}
      />
      {notes}
    </div>
  )
}

function useNotes(hint: ReactNode, error: string | undefined) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const described = [hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ') || undefined
  const notes = (
    <>
      {hint && (
        <p id={hintId} className="text-ink-3 text-sm">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} role="alert" className="text-deletion text-sm">
          {error}
        </p>
      )}
    </>
  )
  return { id, described, notes }
}
