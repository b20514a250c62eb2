// Visual checks of a page: layout, target size, contrast, layout shift. Code that runs in the page is a string, because
// the tests have Node's types.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import { onRelease } from './tabs.ts'

/** WCAG 2.2 AA, as axe tags it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Adds the checks' script to every page of the context; a script element would violate the CSP. */
export async function prepare(context: BrowserContext): Promise<void> {
  const script = await context.addInitScript(`
    // Otherwise axe would measure colours in the middle of a transition.
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important }')
    document.adoptedStyleSheets = [still]
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value
    }).observe({ type: 'layout-shift', buffered: true })`)
  onRelease(context, () => script.dispose())
}

/** Axe rules that depend on the window's width. */
export const LAYOUT = ['target-size', 'scrollable-region-focusable']

/** Violations that axe finds; of `rules` only, if given. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Axe has half a megabyte: loaded when needed.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(`${AXE}; undefined`)
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS }
  const options = { runOnly, resultTypes: ['violations'], preload: false }
  return page.evaluate<
    string[]
  >(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => id + ': ' + html.slice(0, 160) + ' ' + (any[0]?.message ?? ''))))`)
}

/** Makes the window as tall as its page: otherwise content under the bottom bar counts as covered. */
export async function unfold(page: Page): Promise<void> {
  const [width, height] = await page.evaluate<[number, number]>(
    '[innerWidth, document.documentElement.scrollHeight]',
  )
  await page.setViewportSize({ width, height })
}

/** Minimum target size in CSS pixels (DESIGN 6). */
const TARGET = 44

/** Cumulative layout shift (CLS); up to 0.1 is good. */
export const layoutShift = (page: Page) => page.evaluate<number>('window.shifted')

/** Narrowest field for a name, an e-mail or a phone number, in CSS pixels. */
const FIELD = 160

/** Sideways scrolling, clipped text, narrow fields, small targets. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `(() => {
    const wide = document.documentElement.scrollWidth - innerWidth
    const found = wide > 0 ? ['scrolls sideways by ' + wide + ' px: ' + widest()] : []
    for (const card of document.querySelectorAll('.card-flush')) found.push(...cutOff(card))
    for (const input of document.querySelectorAll('input')) if (input.checkVisibility() && input.clientWidth > 1) found.push(...tight(input))
    return [...found, ...[...document.querySelectorAll(TARGETS)].filter(isSmall).map(tell)]

    /** A card clips its overflow, so the page does not scroll: amounts are just invisible. */
    function cutOff(card) {
      const { left, right } = card.getBoundingClientRect()
      const cells = [...card.querySelectorAll('td, .row > *')].filter((cell) => cell.checkVisibility())
      const out = cells.find((cell) => {
        const box = cell.getBoundingClientRect()
        return box.width > 1 && (box.right > right + 1 || box.left < left - 1)
      })
      return out ? ['cuts off ' + out.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)] : []
    }

    /**
     * A placeholder is cut without a sign, and an address in a narrow field cannot be checked. With text of twice the
     * size a placeholder may be cut: it only repeats the label.
     */
    function tight(input) {
      const { font, paddingLeft, paddingRight } = getComputedStyle(input)
      const pen = document.createElement('canvas').getContext('2d')
      pen.font = font
      const room = input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
      const isUsual = parseFloat(getComputedStyle(document.documentElement).fontSize) <= 16
      const hint = isUsual && input.placeholder && pen.measureText(input.placeholder).width > room + 1
      const isNarrow = ['email', 'tel', 'password'].includes(input.type) && input.clientWidth < ${FIELD}
      return [hint && 'cuts off the placeholder "' + input.placeholder + '"', isNarrow && 'is too narrow: ' + input.id].filter(Boolean)
    }

    function widest() {
      const all = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility())
      const out = all.filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      return out.slice(-3).map((element) => element.outerHTML.slice(0, 100)).join(' | ')
    }
    function isSmall(element) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
      const hit = areaOf(element)
      // Visually hidden elements are one pixel; a skip link appears on focus.
      if (hit.width <= 1 || hit.height <= 1 || hit.bottom <= 0) return false
      return !isInProse(element) && Math.round(hit.height) < ${TARGET}
    }
    /** Labels count as targets, and some links span their whole row. */
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
    /** WCAG 2.5.8 exempts targets in a sentence. */
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
