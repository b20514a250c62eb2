// Contrast of the design tokens (WCAG 2.2, 1.4.3 and 1.4.11), computed from the stylesheets for both themes and every
// colourway.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { ACCENTS } from '../../src/schemas/shop/settings.ts'

const read = (name: string) =>
  readFile(new URL(`../../public/src/${name}`, import.meta.url), 'utf8')

type Theme = 'light' | 'dark'
type Colours = Record<string, string>

/** Custom properties of the first rule after `selector`, as one theme has them. */
function coloursOf(css: string, selector: string, theme: Theme): Colours {
  const [, body = ''] = css.split(selector)
  const [rule = ''] = body.split('}')
  const found = rule.matchAll(
    /--([\w-]+): (?:var\(--light, (#\w{6})\) var\(--dark, (#\w{6})\)|(#\w{6}));/g,
  )
  return Object.fromEntries(
    [...found].map(([, name, light, dark, both]) => [
      name ?? '',
      both ?? (theme === 'light' ? light : dark) ?? '',
    ]),
  )
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const GROUNDS = ['ground', 'surface', 'soft']
const TEXTS = ['ink', 'muted', 'pending', 'progress', 'ready', 'late', 'owed', 'thread-ink']
/** Words on a ground of their own. */
const PAIRS = [
  ['on-late', 'late-fill'],
  ['on-manila', 'manila'],
  ['on-thread', 'thread'],
  ['on-cloth', 'cloth'],
  ['on-cloth-muted', 'cloth'],
  ['cloth', 'stitch'],
  ['on-label', 'label'],
  ['progress', 'progress-soft'],
  ['ready', 'ready-soft'],
  ['late', 'late-soft'],
  ['owed', 'owed-soft'],
  ['ink', 'thread-soft'],
  ['thread-ink', 'thread-soft'],
] as const

t.test('Text and controls have enough contrast in every colourway and both themes', async (t) => {
  const [tokens, colourways] = [await read('tokens.css'), await read('colourways.css')]
  for (const theme of ['light', 'dark'] as const) {
    for (const name of ACCENTS) {
      const colours = {
        ...coloursOf(tokens, ':root {', theme),
        ...coloursOf(colourways, `[data-colourway="${name}"] {`, theme),
      }
      const expectAtLeast = (least: number, text: string, ground: string) => {
        const ratio = contrast(colours[text] ?? '', colours[ground] ?? '')
        t.ok(ratio >= least, `${text} on ${ground}, ${name}, ${theme}: ${ratio.toFixed(2)}`)
      }
      for (const ground of GROUNDS) {
        for (const text of TEXTS) expectAtLeast(4.5, text, ground)
        expectAtLeast(3, 'edge', ground)
        expectAtLeast(3, 'thread-edge', ground)
      }
      for (const [text, ground] of PAIRS) expectAtLeast(4.5, text, ground)
    }
  }
})
