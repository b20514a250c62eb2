// Focus checks: where focus and scroll position are after an action.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { signIn, visit } from './journeys.ts'

export const WINDOWS = [
  { viewport: { width: 360, height: 740 }, hasTouch: true },
  { viewport: { width: 1280, height: 800 } },
]

export interface Focus {
  /** Text or label of the element. */
  name: string
  id: string
  /** True if it is completely visible, not covered by a bar or a message. */
  isSeen: boolean
  invalid: string | null
  description: string
  scroll: number
}

const FOCUS = `(() => {
  const element = document.activeElement
  const box = element.getBoundingClientRect()
  const at = (y) => document.elementFromPoint(box.left + box.width / 2, y)
  const isMine = (hit) => hit && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.contains(element))
  const clipped = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1]
  return {
    name: (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).replace(/\\s+/g, ' ').trim().slice(0, 200),
    id: element.id || element.closest('[id]')?.id,
    isSeen: element !== document.body && box.bottom > 0 && box.top < innerHeight && clipped.every((y) => isMine(at(y))),
    invalid: element.getAttribute('aria-invalid'),
    description: (element.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent.trim()).join(' '),
    scroll: Math.round(scrollY),
  }
})()`

export const focus = (page: Page) => page.evaluate<Focus>(FOCUS)

/** Performs a change, and waits for its response on the page, not for a poll of the live page. */
export async function acted(page: Page, act: () => Promise<unknown>): Promise<Focus> {
  await page.evaluate(`window.swapped = new Promise((done) => {
    const answered = ({ detail }) => {
      if (detail.ctx.request.method === 'GET') return
      document.removeEventListener('htmx:finally:request', answered)
      setTimeout(done)
    }
    document.addEventListener('htmx:finally:request', answered)
  }); 0`)
  await act()
  await page.evaluate('window.swapped')
  return focus(page)
}

/** Like `acted`, for reading: a filter, another page of a list. */
export async function looked(page: Page, act: () => Promise<unknown>): Promise<Focus> {
  await page.evaluate(`window.swapped = new Promise((done) =>
    document.addEventListener('htmx:finally:request', () => setTimeout(done), { once: true })); 0`)
  await act()
  await page.evaluate('window.swapped')
  return focus(page)
}

/** Like `acted`, for a full page load. */
export async function reloaded(page: Page, act: () => Promise<unknown>): Promise<Focus> {
  await Promise.all([page.waitForEvent('load'), act()])
  return focus(page)
}

export const said = (page: Page) =>
  page.evaluate<string>(
    `[...document.querySelectorAll('#live, #toasts, [role=alert]')].map((part) => part.textContent).join(' ')`,
  )

type Window = (typeof WINDOWS)[number]

/** Signs in once; later windows reuse the cookies. */
export function opener(url: string) {
  let cookies: Awaited<ReturnType<BrowserContext['cookies']>> = []
  return async (browser: Browser, at: Window, path: string): Promise<Page> => {
    const { page } = await visit(browser, url, at)
    await page.context().addCookies(cookies)
    await page.goto(path)
    if (cookies.length > 0) return page
    await signIn(page)
    await page.waitForURL(`**${path}`)
    cookies = await page.context().cookies()
    return page
  }
}

/** Scrolls the element to the middle of the window. */
export const centre = (page: Page, selector: string) =>
  page.evaluate(`document.querySelector('${selector}').scrollIntoView({ block: 'center' })`)

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).first()
