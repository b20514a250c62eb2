// Forms as a browser without JavaScript sends them: every field as it stands on the page, what was typed over it,
// and the button that was pressed.
import type { Browser, Page } from './helper.ts'
import { type Element, said } from './reading.ts'

export { said }

/** By field name: a text, the chosen values of boxes, or files. */
export type Typed = Record<string, string | readonly string[] | readonly File[]>

export interface Filled {
  /** Selects the form: `form[action="/admin/orders"]`. */
  form: string
  typed?: Typed
  /** The words on the button, or its label for screen readers; the form's first button unless given. */
  button?: string
  /** Which one, where several buttons say the same; counted from 0. */
  buttonAt?: number
  /** Only for showing that the answer is a fragment: otherwise no browser without JavaScript sends any. */
  headers?: Record<string, string>
}

/**
 * Fills in a form of the page, presses the button and answers the next page.
 * Throws when the form, a field or the button is not on the page.
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

type Field = [name: string, value: string | File]

/** The fields of the form in the order of the page. */
function standing($: Page['$'], form: Element, typed: Typed): Field[] {
  const missing = new Set(Object.keys(typed))
  const fields: Field[] = []
  for (const control of form.find('input, select, textarea').toArray()) {
    const field = $(control)
    const name = field.attr('name')
    if (!name || field.is('[disabled]')) continue
    // Of two fields for files, the camera and the folder, only the first is used.
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
  // A browser sends a file field where nothing was chosen as one nameless, empty file.
  if (field.is('[type=file]')) return values ?? [new File([], '')]
  return values ?? [String(field.val() ?? field.find('option').first().attr('value') ?? '')]
}

function pressed($: Page['$'], form: Element, { button, buttonAt = 0 }: Filled): Field[] {
  const buttons = form
    .find('button:not([type=button])')
    .toArray()
    .map((one) => $(one))
  const found = buttons.filter((one) => button === undefined || said(one) === button)[buttonAt]
  if (!found) throw new Error(`No button "${button}" among: ${buttons.map(said).join(', ')}`)
  const name = found.attr('name')
  return name ? [[name, found.attr('value') ?? '']] : []
}

const urlencoded = (fields: Field[]) =>
  new URLSearchParams(
    // Browsers end the lines of a textarea with both characters (HTML, "normalize newlines").
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
