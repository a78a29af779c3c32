import { expect, it } from 'vitest'
import { parseViews, viewSearch, withView } from './saved-views.ts'

it('views come back as they were kept, and what is no view is passed over', () => {
  const view = { name: 'mine', search: 'state=Disabled' }
  expect(parseViews(JSON.stringify([view]))).toEqual([view])
  expect(parseViews(JSON.stringify([view, { name: 1, search: '' }, null, 'x']))).toEqual([view])
  expect(parseViews('{"name":"mine"}')).toEqual([])
  expect(parseViews('not JSON')).toEqual([])
  expect(parseViews(null)).toEqual([])
})

it('a view takes the place of one of its name, in the order of names', () => {
  const views = [{ name: 'b', search: '1' }]
  expect(withView(withView(views, { name: 'a', search: '2' }), { name: 'b', search: '3' })).toEqual([
    { name: 'a', search: '2' },
    { name: 'b', search: '3' },
  ])
})

it('a view is what is selected, not what is open', () => {
  const params = new URLSearchParams('id=1&outcome=denied&view=why&event!=Decrypt')
  expect(viewSearch(params, ['id', 'view'])).toBe('event%21=Decrypt&outcome=denied')
})
