import type { Locator } from '@playwright/test'

/**
 * Puts a text in place of all that is in an editor of the console, by the keys that select it. Playwright's own `fill`
 * selects behind the editor's back: one that draws itself at that moment puts the caret back, and the text comes before
 * the one that is there.
 */
export async function writeOver(editor: Locator, text: string): Promise<void> {
  const { keyboard } = editor.page()
  await editor.focus()
  await keyboard.press('ControlOrMeta+a')
  if (text === '') await keyboard.press('Delete')
  else await keyboard.insertText(text)
}
