// What a designer looks for in a page, as sentences; an empty list is a page to be proud of.
// The code that runs in the page is text: the types of the tests are those of Node.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'

/** WCAG 2.2 AA, as axe names what it can find. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Adds to every page of the context what the checks need; not as a script of the page, which would be refused. */
export async function prepare(context: BrowserContext): Promise<void> {
  await context.addInitScript(`
    // Else axe would measure the colours in the middle of a change.
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important }')
    document.adoptedStyleSheets = [still]
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value
    }).observe({ type: 'layout-shift', buffered: true })`)
}

/** The rules whose answer depends on the width of the window. */
export const LAYOUT = ['target-size', 'scrollable-region-focusable']

/** Violations that axe finds; with `rules` only those of these rules. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Half a megabyte: only where it is asked.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(`${AXE}; undefined`)
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS }
  const options = { runOnly, resultTypes: ['violations'], preload: false }
  return page.evaluate<
    string[]
  >(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => id + ': ' + html.slice(0, 160) + ' ' + (any[0]?.message ?? ''))))`)
}

/** Makes the window as tall as its page: else what is under the bar at the bottom counts as covered. */
export async function unfold(page: Page): Promise<void> {
  const [width, height] = await page.evaluate<[number, number]>(
    '[innerWidth, document.documentElement.scrollHeight]',
  )
  await page.setViewportSize({ width, height })
}

/** The least height of what a finger must hit (DESIGN 6). */
const TARGET = 44

/** How much of the page jumped while it loaded (CLS); up to 0.1 is good. */
export const shifted = (page: Page) => page.evaluate<number>('window.shifted')

/** What makes a page tiresome on a tablet: sideways scrolling, words cut off, small targets. */
export function discomforts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `(() => {
    const wide = document.documentElement.scrollWidth - innerWidth
    const found = wide > 0 ? ['scrolls sideways by ' + wide + ' px: ' + widest()] : []
    for (const card of document.querySelectorAll('.card-flush')) found.push(...cutOff(card))
    return [...found, ...[...document.querySelectorAll(TARGETS)].filter(isSmall).map(tell)]

    /** A card cuts off what is too wide for it, so the page does not scroll: the amounts are just gone. */
    function cutOff(card) {
      const { left, right } = card.getBoundingClientRect()
      const cells = [...card.querySelectorAll('td, .row > *')].filter((cell) => cell.checkVisibility())
      const out = cells.find((cell) => {
        const box = cell.getBoundingClientRect()
        return box.width > 1 && (box.right > right + 1 || box.left < left - 1)
      })
      return out ? ['cuts off ' + out.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)] : []
    }

    function widest() {
      const all = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility())
      const out = all.filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      return out.slice(-3).map((element) => element.outerHTML.slice(0, 100)).join(' | ')
    }
    function isSmall(element) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
      const hit = areaOf(element)
      // What only a screen reader sees is one pixel; a skip link comes into sight with the focus.
      if (hit.width <= 1 || hit.height <= 1 || hit.bottom <= 0) return false
      return !isInProse(element) && Math.round(hit.height) < ${TARGET}
    }
    /** A box is hit by its label too, and some links spread over their whole row. */
    function areaOf(element) {
      const spread = getComputedStyle(element, '::after')
      if (spread.position === 'absolute' && spread.content !== 'none') {
        for (let box = element; box; box = box.parentElement) {
          if (getComputedStyle(box).position !== 'static') return box.getBoundingClientRect()
        }
      }
      const own = element.getBoundingClientRect()
      const label = element.closest('label')?.getBoundingClientRect()
      return label && label.height > own.height ? label : own
    }
    /** WCAG 2.5.8 leaves out targets in a sentence: their line decides how high they are. */
    function isInProse(element) {
      if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline') return false
      return [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && /\\S{2}/.test(node.data))
    }
    function tell(element) {
      const { width, height } = areaOf(element)
      return Math.round(width) + ' x ' + Math.round(height) + ' px: ' + element.outerHTML.replace(/\\s+/g, ' ').slice(0, 120)
    }
  })()`.replace('TARGETS', JSON.stringify(TARGETS)),
  )
}

const TARGETS = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
