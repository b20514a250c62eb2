// Visible and audible text of pages, for assertions.
import type { Test } from 'tap'
import type { Page } from './app.ts'

export type Element = ReturnType<Page['$']>

/** Text or label of an element, on one line. */
export const said = (element: Element): string =>
  (labelOf(element) ?? textsOf(element)).replace(/\s+/g, ' ').trim()

const labelOf = (element: Element) =>
  element.is('a, button, input, summary') ? element.attr('aria-label') : undefined

/** Text of adjacent elements is separated. */
const textsOf = (element: Element) =>
  element
    .find('*')
    .addBack()
    .contents()
    .toArray()
    .map((node) => ('data' in node && node.type === 'text' ? node.data : ''))
    .join(' ')

/** Text of an element in the order of the page, on one line. */
export const textOf = (element: Element): string => element.text().replace(/\s+/g, ' ').trim()

export const eachSaid = ({ $ }: Page, selector: string): string[] =>
  $(selector)
    .toArray()
    .map((element) => said($(element)))

/** The value of a field in the page's own form. */
export const valueIn = ({ $ }: Page, name: string) => $(`main form [name="${name}"]`).first().val()

/** The error summary; each of its links must have a target on the page. */
export function problemsOf(page: Page): string[] {
  for (const link of page.$('#form-errors a').toArray()) {
    const id = page.$(link).attr('href')?.slice(1)
    if (page.$(`[id="${id}"]`).length !== 1) throw new Error(`An error links to "${id}"`)
  }
  return eachSaid(page, '#form-errors a')
}

/** Asserts a whole page: a document with a title and one heading. */
export function isPage(t: Test, page: Page, heading: string | RegExp): void {
  t.match(page.response.body, /^\s*<!doctype html>/i)
  t.match(page.response.headers['content-type'], 'text/html')
  t.equal(page.$('title').length, 1)
  t.equal(page.$('h1').length, 1)
  t.match(said(page.$('h1')), heading)
}

/** Asserts a fragment for htmx: one root element, with the id that it replaces. */
export function isFragment(t: Test, page: Page, id: string): void {
  t.notMatch(page.response.body, /<(html|head|body|main)\b/)
  t.match(page.response.headers.vary, 'HX-Request, HX-Request-Type')
  const roots = page.$('body').children(':not(hx-partial)')
  t.strictSame(roots.map((_, root) => page.$(root).attr('id')).get(), [id])
}
