// Parsing of posted forms into service input, and of refusals into messages beside fields.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { dictionary } from '../../lib/dictionary.ts'
import { messageIn } from '../../lib/errors/quantity-words.ts'
import { type FieldError, Refusal } from '../../lib/errors/refusal.ts'
import { refusalOf, statusOf } from '../../plugins/errors/problem-details.ts'
import { findSettings } from '../../services/shop/settings/read.ts'

/** Form fields as a browser sends them; dots in a name mean nesting: `items.0.itemName`. */
export type Form = Record<string, string | string[] | undefined>

/** An order of 100 items has 810 fields. A forged form with more would be rendered again, field by field. */
const MAX_FIELDS = 1000

/**
 * Fields of a posted form; empty without a body.
 * @param most of a form that may have more than others
 * @throws Refusal `too_many_fields`
 */
export function formOf(request: FastifyRequest, most = MAX_FIELDS): Form {
  const form = (request.body ?? {}) as Form
  if (Object.keys(form).length > most) throw tooManyFields()
  return form
}

const tooManyFields = () =>
  new Refusal('too_large', 'too_many_fields', 'Those are too many fields for one request.')

/** Messages or values by field name, without a prototype: a missing name is `undefined`. */
export type ByField = Record<string, string>

const CONTROL = new Set(['_csrf', 'idempotencyKey', 'version', 'next'])

/** `items.0.discount.percent` has four levels; a forged name could have 500,000. */
const MAX_DEPTH = 6

/** Nested input of a form, without blank fields and control fields. */
export function inputOf(form: Form): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(form)) {
    const text = lastOf(value).trim()
    if (!text || CONTROL.has(name)) continue
    place(root, name.split('.', MAX_DEPTH), text)
  }
  return toArrays(root) as Record<string, unknown>
}

function place(target: Record<string, unknown>, path: string[], value: string) {
  const [head = '', ...rest] = path
  if (head === '__proto__') return
  if (rest.length === 0) {
    target[head] = value
    return
  }
  target[head] ??= {}
  const inner = target[head]
  if (typeof inner === 'object' && inner !== null) {
    place(inner as Record<string, unknown>, rest, value)
  }
}

/** Objects with numeric keys become arrays, in numeric order. */
function toArrays(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.map(([, inner]) => toArrays(inner))
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, toArrays(inner)]))
}

/** A value of `inputOf` as text: a forged name (`items.0.itemName.x`) puts an object where text belongs. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Text values of a nested object by name, such as a list row or a discount. */
export const textsIn = (part: unknown): ByField => {
  const entries = typeof part === 'object' && part !== null ? Object.entries(part) : []
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'))
}

/** Like `inputOf`, but blank fields named in `nullable` become null. */
export function patchOf(form: Form, nullable: readonly string[]): Record<string, unknown> {
  const emptied = nullable.filter((name) => name in form)
  return { ...Object.fromEntries(emptied.map((name) => [name, null])), ...inputOf(form) }
}

/** Typed values, for showing the form again and for look-ups, without NUL, which databases refuse. */
export function valuesOf(form: Form): ByField {
  const typed = Object.entries(form).map(([name, value]) => [
    name,
    lastOf(value).replaceAll('\0', ''),
  ])
  return dictionary(Object.fromEntries(typed))
}

/** The last value of a field, with LF line ends: browsers send CR LF. */
const lastOf = (value: Form[string]): string =>
  ([value].flat().at(-1) ?? '').replaceAll('\r\n', '\n')

export interface Refused {
  /** Messages by field name. */
  errors: ByField
  /** A message that belongs to no field, or null. */
  message: string | null
  /** What the first sending of the same form has saved, by its id. */
  savedId: number | null
  refusal: Refusal
}

export const byField = (errors: readonly FieldError[]): ByField =>
  dictionary(Object.fromEntries(errors.map(({ pointer, detail }) => [fieldOf(pointer), detail])))

/** '/items/0/unitPrice' is the field `items.0.unitPrice`. */
const fieldOf = (pointer: string) => pointer.split('/').slice(1).join('.')

/**
 * Handles a form. On a refusal by validation or by the shop's rules, `again` shows the form with what was typed and the
 * messages; faults, missing rights and missing things go to the error page.
 */
export async function submitForm<Result>(
  reply: FastifyReply,
  work: () => Promise<Result>,
  done: (result: Result) => FastifyReply | Promise<FastifyReply>,
  again: (refused: Refused) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  let result: Result
  try {
    result = await work()
  } catch (error) {
    const refused = refusalOf(error)
    if (!refused || !isShownInForm(refused)) throw error
    const refusal = await inWords(reply, refused)
    const errors = byField(refusal.extras.errors ?? [])
    const message = refusal.extras.errors ? null : refusal.message
    reply.code(statusOf(refusal))
    return again({ errors, message, savedId: savedIdOf(refusal), refusal })
  }
  return done(result)
}

/** With the numbers of its message as the shop writes them. */
async function inWords(reply: FastifyReply, refusal: Refusal): Promise<Refusal> {
  const { kind, code, extras } = refusal
  if (!extras.words) return refusal
  const { locale } = await findSettings(reply.server.db)
  return new Refusal(kind, code, messageIn(locale, refusal), extras)
}

function savedIdOf({ extras }: Refusal): number | null {
  const id = extras.members?.savedId
  return typeof id === 'number' ? id : null
}

const SHOWN_IN_FORM = new Set(['invalid', 'conflict', 'stale', 'too_large', 'unsupported'])

/** A missing right is shown where a smaller amount, fewer boxes or fewer columns would do. */
const SHOWN_RIGHTS = new Set(['above_limit', 'more_rights', 'stock_right_needed'])

const isShownInForm = ({ kind, code }: Refusal) => SHOWN_IN_FORM.has(kind) || SHOWN_RIGHTS.has(code)
