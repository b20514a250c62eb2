// Form submission without JavaScript: the fields of the page, the typed values, and the pressed button.
import type { Browser, Page } from './app.ts'
import { type Element, said } from './reading.ts'

export { said }

/** By field name: a text, the checked values, or files. */
export type Typed = Record<string, string | readonly string[] | readonly File[]>

export interface Filled {
  /** Selector of the form: `form[action="/admin/orders"]`. */
  form: string
  typed?: Typed
  /** Text of the button, or its label for screen readers; the form's first button by default. */
  button?: string
  /** Which one, if several buttons have the same text; from 0. */
  buttonAt?: number
  /** For fragments only: a browser without JavaScript sends none. */
  headers?: Record<string, string>
}

/**
 * Fills in a form, presses the button and returns the next page. Throws if the form, a field or the button is missing.
 */
export async function submit(visitor: Browser, page: Page, filled: Filled): Promise<Page> {
  const { $ } = page
  const form = $(filled.form)
  if (form.length !== 1) throw new Error(`${form.length} forms are "${filled.form}"`)
  const fields = [...standing($, form, filled.typed ?? {}), ...pressed($, form, filled)]
  const url = form.attr('action') ?? ''
  const { headers = {} } = filled
  if (form.attr('method') !== 'post') return visitor.get(`${url}?${urlencoded(fields)}`, headers)
  const request = new Request('http://shop.test', {
    method: 'POST',
    body: form.attr('enctype') === 'multipart/form-data' ? multipart(fields) : urlencoded(fields),
  })
  return visitor.send({
    method: 'POST',
    url,
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') ?? '', ...headers },
  })
}

/** Presses a button that stands outside of the form, or sends it elsewhere (`formaction`, `formenctype`). */
export async function submitBy(
  visitor: Browser,
  page: Page,
  button: Element,
  { form, typed = {}, headers = {} }: Filled,
): Promise<Page> {
  const url = button.attr('formaction')
  if (!url) throw new Error('The button sends the form nowhere else')
  // As urlencoded text a file is its name.
  const fields = standing(page.$, page.$(form), typed).map(
    ([name, value]): Field => [name, typeof value === 'string' ? value : value.name],
  )
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const payload = urlencoded(fields).toString()
  return visitor.send({ method: 'POST', url, payload, headers: { ...type, ...headers } })
}

type Field = [name: string, value: string | File]

/** The fields in page order. */
function standing($: Page['$'], form: Element, typed: Typed): Field[] {
  const missing = new Set(Object.keys(typed))
  const fields: Field[] = []
  for (const control of form.find('input, select, textarea').toArray()) {
    const field = $(control)
    const name = field.attr('name')
    if (!name || field.is('[disabled]')) continue
    // Of two file inputs, camera and folder, only the first is used.
    const isUsed = field.is('[type=file]') && !missing.has(name)
    missing.delete(name)
    for (const value of valuesOf(field, isUsed ? undefined : typed[name])) {
      fields.push([name, value])
    }
  }
  if (missing.size > 0) throw new Error(`The form has no field ${[...missing].join(', ')}`)
  return fields
}

function valuesOf(field: Element, typed: Typed[string] | undefined): readonly (string | File)[] {
  const values = typed === undefined ? undefined : [typed].flat()
  if (field.is('[type=checkbox], [type=radio]')) {
    const value = field.attr('value') ?? 'on'
    const isChosen = values ? values.includes(value) : field.is('[checked]')
    return isChosen ? [value] : []
  }
  // Browsers send an empty file input as one nameless, empty file.
  if (field.is('[type=file]')) return values ?? [new File([], '')]
  return values ?? [String(field.val() ?? field.find('option').first().attr('value') ?? '')]
}

function pressed($: Page['$'], form: Element, { button, buttonAt = 0 }: Filled): Field[] {
  const buttons = form
    .find('button:not([type=button])')
    .toArray()
    .map((one) => $(one))
  const target = buttons.filter((one) => button === undefined || said(one) === button)[buttonAt]
  if (!target) throw new Error(`No button "${button}" among: ${buttons.map(said).join(', ')}`)
  const name = target.attr('name')
  return name ? [[name, target.attr('value') ?? '']] : []
}

const urlencoded = (fields: Field[]) =>
  new URLSearchParams(
    // Browsers send CR LF for the line breaks of a textarea (HTML, "normalize newlines").
    fields.map(([name, value]): [string, string] => [
      name,
      String(value).replace(/\r?\n/g, '\r\n'),
    ]),
  )

function multipart(fields: Field[]): FormData {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return body
}
