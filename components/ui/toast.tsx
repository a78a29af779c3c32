'use client'

import { Toast } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { ErrorDto } from '#console/dto/result.ts'
import { ErrorText } from './error-text.tsx'
import { Icon } from './icon.tsx'

export interface Notice {
  readonly title: string
  readonly detail?: ReactNode
  readonly tone?: 'done' | 'error'
  /** Told whole: what it means, what to do, and the way to its event. */
  readonly error?: ErrorDto
  readonly action?: { readonly label: string; readonly run: () => void }
}

interface Shown extends Notice {
  readonly id: number
}

const Context = createContext<(notice: Notice) => void>(() => undefined)

export function useToast(): (notice: Notice) => void {
  return useContext(Context)
}

const MOST_AT_ONCE = 4
/** In milliseconds: what is only told, and what is to be read through or can be pressed. */
const [BRIEFLY, LONG] = [5000, 12_000]

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([])
  const show = useCallback((notice: Notice) => {
    setShown((all) => [...all.slice(1 - MOST_AT_ONCE), { ...notice, id: (all.at(-1)?.id ?? 0) + 1 }])
  }, [])
  const close = useCallback((id: number) => setShown((all) => all.filter((notice) => notice.id !== id)), [])
  const items = useMemo(
    () => shown.map((notice) => <Item key={notice.id} notice={notice} close={close} />),
    [shown, close],
  )
  return (
    <Context value={show}>
      {children}
      {/* Beside the page, not around it: what this provides changes as it mounts, while the page is not hydrated yet. */}
      <Toast.Provider swipeDirection="right">
        {items}
        <Toast.Viewport className="fixed right-[calc(16px+var(--dock-aside))] bottom-4 z-50 grid w-90 max-w-[calc(100vw-32px)] grid-cols-[minmax(0,1fr)] gap-2 max-sm:bottom-[calc(76px+var(--dock))]" />
      </Toast.Provider>
    </Context>
  )
}

function Item({ notice, close }: { readonly notice: Shown; readonly close: (id: number) => void }) {
  const error = notice.tone === 'error'
  return (
    <Toast.Root
      type={error ? 'foreground' : 'background'}
      duration={error || notice.action ? LONG : BRIEFLY}
      onOpenChange={(open) => !open && close(notice.id)}
      className="flex items-start gap-2.5 rounded-l bg-raised py-2.5 pr-2 pl-3 shadow-float"
    >
      <Icon
        name={error ? 'warning' : 'checkRing'}
        className={`mt-0.5 size-4 ${error ? 'text-deletion' : 'text-enabled'}`}
      />
      <div className="min-w-0 flex-1">
        <Toast.Title className="font-strong">{notice.title}</Toast.Title>
        {notice.detail && (
          <Toast.Description className="text-ink-2 text-md wrap-anywhere">{notice.detail}</Toast.Description>
        )}
        {notice.error && (
          <Toast.Description asChild>
            <div className="grid gap-0.5 text-md">
              <ErrorText error={notice.error} />
            </div>
          </Toast.Description>
        )}
      </div>
      {notice.action && (
        <Toast.Action
          altText={notice.action.label}
          onClick={notice.action.run}
          className="rounded-s px-2 font-medium text-accent hover:bg-hover"
        >
          {notice.action.label}
        </Toast.Action>
      )}
      <Toast.Close
        aria-label="Dismiss"
        className="inline-grid size-5 place-items-center rounded-s text-ink-3 hover:bg-hover"
      >
        <Icon name="cross" className="size-3" />
      </Toast.Close>
    </Toast.Root>
  )
}
