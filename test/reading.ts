// What a test reads on a page: what a person sees there or hears.
import type { Test } from 'tap'
import type { Page } from './helper.ts'

export type Element = ReturnType<Page['$']>

/** What a person reads or hears of an element, on one line. */
export const said = (element: Element): string =>
  (labelOf(element) ?? textsOf(element)).replace(/\s+/g, ' ').trim()

const labelOf = (element: Element) =>
  element.is('a, button, input, summary') ? element.attr('aria-label') : undefined

/** Words of different elements stay apart. */
const textsOf = (element: Element) =>
  element
    .find('*')
    .addBack()
    .contents()
    .toArray()
    .map((node) => ('data' in node && node.type === 'text' ? node.data : ''))
    .join(' ')

/** The same of each element that the selector finds. */
export const eachSaid = ({ $ }: Page, selector: string): string[] =>
  $(selector)
    .toArray()
    .map((element) => said($(element)))

/** The value that a field of the page's own form holds. */
export const valueIn = ({ $ }: Page, name: string) => $(`main form [name="${name}"]`).first().val()

/** The summary of errors; each of its links must lead to something on the page. */
export function problemsOf(page: Page): string[] {
  for (const link of page.$('#form-errors a').toArray()) {
    const id = page.$(link).attr('href')?.slice(1)
    if (page.$(`[id="${id}"]`).length !== 1) throw new Error(`An error links to "${id}"`)
  }
  return eachSaid(page, '#form-errors a')
}

/** A whole page: a document with a title and one heading. */
export function isPage(t: Test, page: Page, heading: string | RegExp): void {
  t.match(page.response.body, /^\s*<!doctype html>/i)
  t.match(page.response.headers['content-type'], 'text/html')
  t.equal(page.$('title').length, 1)
  t.equal(page.$('h1').length, 1)
  t.match(said(page.$('h1')), heading)
}

/** A part of a page for htmx: nothing around it, and the id that it takes the place of. */
export function isFragment(t: Test, page: Page, id: string): void {
  t.notMatch(page.response.body, /<(html|head|body|main)\b/)
  t.match(page.response.headers.vary, 'HX-Request, HX-Request-Type')
  const roots = page.$('body').children(':not(hx-partial)')
  t.strictSame(roots.map((_, root) => page.$(root).attr('id')).get(), [id])
}
