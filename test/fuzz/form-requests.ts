// Form requests of the fuzzer: real forms with fields changed, repeated, nested or left out, and a valid CSRF token.
import { load } from 'cheerio'
import fc from 'fast-check'
import { encoded, type Wish } from './api-requests.ts'
import { text } from './values.ts'

export interface FoundForm {
  method: string
  action: string
  isUpload: boolean
  fields: [name: string, value: string][]
}

/** Forms that would end the session of all other requests, or change its account. */
const LEFT_OUT = /sign-?out|logout|\/auth\/|\/password$|\/disable$|\/users\/\d+(\/delete)?$|\/setup/

/** @param isVisitor has no session that sign-in forms could end */
export function formsIn(html: string, isVisitor: boolean): FoundForm[] {
  const $ = load(html)
  return $('form[action]')
    .toArray()
    .map((element) => {
      const form = $(element)
      return {
        method: (form.attr('method') ?? 'get').toUpperCase(),
        action: form.attr('action') ?? '/',
        isUpload: form.attr('enctype') === 'multipart/form-data',
        fields: [
          ...form.serializeArray().map(({ name, value }): [string, string] => [name, value]),
          ...buttons(
            form
              .find('button[name]')
              .toArray()
              .map((button) => $(button).attr()),
          ),
        ],
      }
    })
    .filter(({ action }) => isVisitor || !LEFT_OUT.test(action))
}

/** Presses one button, in some requests. */
const buttons = (found: (Record<string, string> | undefined)[]): [string, string][] =>
  found.slice(0, 1).map(({ name = '', value = '' } = {}) => [name, value])

type Fields = FoundForm['fields']
const isToken = ([name]: [string, string]) => name === '_csrf'

export const formRequests = (forms: readonly FoundForm[]): fc.Arbitrary<Wish> =>
  fc.constantFrom(...forms).chain((form) => {
    const known = form.fields.filter((field) => !isToken(field)).map(([name]) => name)
    const name = fc.oneof(fc.constantFrom('x', ...known), text)
    return fc
      .array(fc.tuple(fc.constantFrom(...CHANGES), name, text), { maxLength: 4 })
      .chain((changes) => {
        const fields = changes.reduce((all, [change, on, to]) => change(all, on, to), form.fields)
        return wishes(form, fields)
      })
  })

const CHANGES: ((fields: Fields, name: string, value: string) => Fields)[] = [
  (fields, name, value) => [
    ...fields.filter(([other]) => other !== name || isToken([other, ''])),
    [name, value],
  ],
  (fields, name, value) => [...fields, [name, value]],
  (fields, name) => fields.filter(([other]) => other !== name || other === '_csrf'),
  (fields, name, value) => [...fields, [`${name}.${value.slice(0, 20)}`, value]],
  (fields, name, value) => [...fields, [`${name.split('.')[0]}.0.__proto__.x`, value]],
  (fields, name, value) => [...fields, [`${name.split('.')[0]}.toString`, value]],
  (fields, name, value) => [
    ...fields,
    ...Array.from({ length: 300 }, (_, at): [string, string] => [
      `${name}.${at}`,
      value.slice(0, 9),
    ]),
  ],
]

function wishes({ method, action, isUpload }: FoundForm, fields: Fields): fc.Arbitrary<Wish> {
  const query = fields.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  const path = action.split('#', 1)[0] ?? '/'
  if (method === 'GET') return fc.constant({ method, path: `${path.split('?')[0]}?${query}` })
  if (!isUpload) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return fc.constant({ method, path, body: query, headers })
  }
  const token = fields.find(isToken)?.[1] ?? ''
  const whole = uploadOf(fields)
  const [bare = '/', asked = ''] = path.split('?')
  const url = /_csrf=/.test(asked) ? path : `${bare}?_csrf=${encoded(token)}`
  const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
  return fc
    .oneof(fc.constant(whole.length), fc.integer({ min: 0, max: whole.length }))
    .map((end) => ({ method, path: url, body: whole.subarray(0, end), headers }))
}

const BOUNDARY = 'fuzz-boundary'

function uploadOf(fields: Fields): Buffer {
  const parts = fields.map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name.replace(/["\r\n]/g, '_')}"\r\n\r\n${value}\r\n`,
  )
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="images"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\nno photo\r\n`
  return Buffer.from(`${parts.join('')}${file}--${BOUNDARY}--\r\n`)
}
