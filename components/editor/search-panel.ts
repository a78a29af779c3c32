import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  SearchQuery,
  search,
  setSearchQuery,
} from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { type Command, type EditorView, type KeyBinding, keymap, type Panel, runScopeHandlers } from '@codemirror/view'
import { buttonClass } from '../ui/button-class.ts'
import { matchesOf, matchesText } from './matches.ts'

const FIELD =
  'h-7 max-sm:h-9 w-44 max-sm:w-0 max-sm:flex-1 rounded-m border border-line-strong bg-page px-2 focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent'
const ROW = 'flex flex-wrap items-center gap-2'

const SCOPE = 'editor search-panel'
const KEYS: readonly KeyBinding[] = [
  { key: 'Mod-f', run: openSearchPanel, scope: SCOPE },
  { key: 'F3', run: findNext, shift: findPrevious, scope: SCOPE, preventDefault: true },
  { key: 'Mod-g', run: findNext, shift: findPrevious, scope: SCOPE, preventDefault: true },
  { key: 'Escape', run: closeSearchPanel, scope: SCOPE },
]

export { openSearchPanel as openSearch }

/** Finds in the text, and replaces where it can be typed: Ctrl+F and ⌘F open it, Enter goes on, Escape leaves it. */
export function searching(): Extension {
  return [search({ top: true, literal: true, createPanel }), keymap.of(KEYS)]
}

function createPanel(view: EditorView): Panel {
  const query = getSearchQuery(view.state)
  const found = element('span', { className: 'min-w-14 text-ink-3 tabular-nums', role: 'status' })
  const find = field('Find', query.search)
  const replacement = field('Replace by', query.replace)
  const exact = element('input', { type: 'checkbox', checked: query.caseSensitive, className: 'accent-accent' })
  // The editor puts the focus here when it opens the panel.
  find.setAttribute('main-field', 'true')

  function ask(): void {
    const asked = { search: find.value, replace: replacement.value, caseSensitive: exact.checked, literal: true }
    view.dispatch({ effects: setSearchQuery.of(new SearchQuery(asked)) })
  }
  for (const input of [find, replacement, exact]) input.addEventListener('input', ask)
  onEnter(find, (back) => (back ? findPrevious : findNext)(view))
  onEnter(replacement, () => replaceNext(view))

  const button = (text: string, run: Command, look: 'plain' | 'ghost' = 'plain') => {
    const made = element('button', { type: 'button', className: buttonClass(look, 'small'), textContent: text })
    made.addEventListener('click', () => run(view))
    return made
  }
  const label = element('label', { className: 'flex items-center gap-1.5 text-ink-2' }, exact, 'Match case')
  const close = button('Close', closeSearchPanel, 'ghost')
  close.classList.add('ml-auto')
  const words = element('div', { className: 'flex items-center gap-2 max-sm:basis-full' }, find, found)
  const finding = [words, button('Previous', findPrevious), button('Next', findNext), label, close]
  const replacing = [replacement, button('Replace', replaceNext), button('Replace all', replaceAll)]
  const rows = [element('div', { className: ROW }, ...finding)]
  if (!view.state.readOnly) rows.push(element('div', { className: ROW }, ...replacing))

  const dom = element('div', { className: 'grid gap-2 px-3 py-2 font-sans text-md', role: 'search' }, ...rows)
  dom.ariaLabel = 'Find in the text'
  dom.addEventListener('keydown', (event) => {
    if (runScopeHandlers(view, event, 'search-panel')) event.preventDefault()
  })
  function tell(): void {
    found.textContent = find.value === '' ? '' : matchesText(matchesOf(getSearchQuery(view.state), view.state))
  }
  return {
    dom,
    top: true,
    mount() {
      find.focus()
      find.select()
      tell()
    },
    update({ docChanged, selectionSet, transactions }) {
      const asked = transactions.some(({ effects }) => effects.some((effect) => effect.is(setSearchQuery)))
      if (asked) follow(find, getSearchQuery(view.state).search)
      if (asked || docChanged || selectionSet) tell()
    },
  }
}

/** Selected text becomes what is looked for when the panel is asked for again. */
function follow(input: HTMLInputElement, text: string): void {
  if (input.value !== text) input.value = text
}

function field(name: string, value: string): HTMLInputElement {
  const input = element('input', { className: FIELD, placeholder: name, value, autocomplete: 'off', spellcheck: false })
  input.ariaLabel = name
  return input
}

function onEnter(input: HTMLInputElement, run: (shift: boolean) => void): void {
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    run(event.shiftKey)
  })
}

function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Partial<HTMLElementTagNameMap[T]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}
