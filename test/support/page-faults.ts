// HTML checks of a page: validity, labels, link targets, wording, size. Returns sentences; none for a good page.
import { gzipSync } from 'node:zlib'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import type { Page } from './app.ts'

const loader = new StaticConfigLoader({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // A button submits its form by default (HTML, "the button element"); ours state their type where they do not.
    'no-implicit-button-type': 'off',
    // A list may have an accessible name (ARIA 1.2, role list).
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
  },
  elements: [
    'html5',
    { 'hx-partial': { flow: true, phrasing: true, permittedContent: ['@flow'] } },
  ],
})
// It would be read anew for each page, which takes longer than the page.
const config = loader.getConfigFor('')
loader.getConfigFor = () => config
const html = new HtmlValidate(loader)

/** DESIGN 8: a warm visit costs at most this. */
const MOST_BYTES = 14_000

export function faultsOf(page: Page): string[] {
  return [
    ...validity(page.response.body),
    ...structure(page),
    ...labels(page),
    ...targets(page),
    ...words(page),
    ...weight(page.response.body),
  ]
}

function validity(body: string): string[] {
  const { results } = html.validateStringSync(body)
  return results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, line, selector }) => `${ruleId}: ${message} (line ${line}: ${selector})`,
    ),
  )
}

function structure({ $ }: Page): string[] {
  const faults: string[] = []
  if ($('h1').length !== 1) faults.push(`${$('h1').length} h1`)
  if (!/\S+ · \S+/.test($('title').text())) faults.push(`The title is "${$('title').text()}"`)
  if ($('html').attr('lang') !== 'en') faults.push('No language')
  const ids = $('[id]')
    .map((_, element) => $(element).attr('id'))
    .get()
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  if (twice.length > 0) faults.push(`Twice the id ${twice.join(', ')}`)
  if ($('[style], style, script:not([src], [type="application/ld+json"])').length > 0)
    faults.push('Inline style or script')
  const attributes = $('*')
    .toArray()
    .flatMap((element) => ('attribs' in element ? Object.keys(element.attribs) : []))
  const inline = attributes.filter((name) => /^(on|(data-)?hx-on)/.test(name))
  if (inline.length > 0) faults.push(`Inline handlers: ${inline.join(', ')}`)
  const bare = attributes.filter((name) => name.startsWith('hx-'))
  if (bare.length > 0) faults.push(`Not HTML without data- in front: ${bare.join(', ')}`)
  return faults
}

/** A search takes this many characters; more would lead to an error page. */
const SEARCH_LENGTH = 100

/** Every label has its field, and every field somebody can fill in has a name for it. */
function labels({ $ }: Page): string[] {
  const lost = $('label[for]')
    .toArray()
    .filter((label) => $(`[id="${$(label).attr('for')}"]`).length !== 1)
  const fields = $('input:not([type=hidden], [aria-hidden=true]), select, textarea').toArray()
  const nameless = fields.filter((field) => {
    const { id, 'aria-label': label } = $(field).attr() ?? {}
    return !label && !$(field).closest('label').length && !(id && $(`label[for="${id}"]`).length)
  })
  const long = $('input[type=search]')
    .toArray()
    .filter((field) => $(field).attr('maxlength') !== String(SEARCH_LENGTH))
  return [
    ...long.map((field) => `A search field without its length: ${$(field).attr('name')}`),
    ...lost.map((label) => `A label without its field: ${$(label).text()}`),
    ...nameless.map((field) => `A field without a label: ${$(field).attr('name')}`),
  ]
}

/** Links within the page and references by id lead to something. */
function targets({ $ }: Page): string[] {
  const faults: string[] = []
  const expect = (id: string | undefined, what: string) => {
    if (id && $(`[id="${id}"]`).length === 0) faults.push(`${what} leads to no #${id}`)
  }
  for (const link of $('a[href^="#"]').toArray()) expect($(link).attr('href')?.slice(1), 'A link')
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
    for (const element of $(`[${name}]`).toArray()) {
      for (const id of $(element).attr(name)?.split(/\s+/) ?? []) expect(id, name)
    }
  }
  for (const element of $('[data-hx-target^="#"]').toArray())
    expect($(element).attr('data-hx-target')?.slice(1), 'data-hx-target')
  return faults
}

/** What only a program would say. */
function words({ $ }: Page): string[] {
  const said = /\bundefined\b|\bnull\b|\bNaN\b|\[object|Invalid Date|<%|%>/.exec($('body').text())
  const inAttributes = $(
    '[href*=undefined], [value=undefined], [href*="[object"], [action*=undefined]',
  )
  return [
    ...(said ? [`It says "${said[0]}"`] : []),
    ...inAttributes
      .map((_, element) => `An attribute says undefined: ${$(element).toString()}`)
      .get(),
  ]
}

function weight(body: string): string[] {
  const bytes = gzipSync(body).length
  return bytes > MOST_BYTES ? [`${bytes} bytes gzipped, more than ${MOST_BYTES}`] : []
}
