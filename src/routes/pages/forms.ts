// How a posted form becomes the input of a service, and how a refusal becomes words beside its fields.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusalOf, statusOf } from '../../plugins/problems.ts'
import type { FieldError, Refusal } from '../../services/refusal.ts'

/** Fields as a browser sends them; nested ones have dots in their names: `items.0.itemName`. */
export type Form = Record<string, string | string[] | undefined>

/** The fields of a posted form; a request without a body is a form without fields. */
export const formOf = (request: FastifyRequest): Form => (request.body ?? {}) as Form

/** Messages or values by field name; no prototype, so that a missing name is simply missing. */
export type ByField = Record<string, string>

const CONTROL = new Set(['_csrf', 'idempotencyKey', 'version', 'next'])

/** The nested input that a form describes. Blank fields are left out, control fields too. */
export function inputOf(form: Form): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(form)) {
    const text = lastOf(value).trim()
    if (!text || CONTROL.has(name)) continue
    place(root, name.split('.'), text)
  }
  return compacted(root) as Record<string, unknown>
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

/** Objects whose keys are numbers become lists, in the order of the numbers. */
function compacted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.map(([, inner]) => compacted(inner))
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, compacted(inner)]))
}

/** Like `inputOf`, but a blank field that the form does have becomes null: it was emptied. */
export function patchOf(form: Form, nullable: readonly string[]): Record<string, unknown> {
  const emptied = nullable.filter((name) => name in form)
  return { ...Object.fromEntries(emptied.map((name) => [name, null])), ...inputOf(form) }
}

/** What was typed, for showing the form again. */
export function valuesOf(form: Form): ByField {
  const typed = Object.entries(form).map(([name, value]) => [name, lastOf(value)])
  return Object.assign(Object.create(null), Object.fromEntries(typed))
}

/** What counts of a field; browsers send lines with CR LF, and the ends of lines are no change. */
const lastOf = (value: Form[string]): string =>
  ([value].flat().at(-1) ?? '').replaceAll('\r\n', '\n')

/** An amount as it was typed, with a point: a comma is how many people write the decimals. */
export const amountTyped = (text: string): string => text.replace(',', '.')

/** A percentage as it was typed: its sign stands beside the field, and some write it all the same. */
export const percentTyped = (text: string): string => amountTyped(text.replace(/\s*%\s*$/, ''))

export interface Refused {
  /** Messages by field name. */
  errors: ByField
  /** What no single field is to blame for, or null. */
  message: string | null
  refusal: Refusal
}

export const byField = (errors: readonly FieldError[]): ByField =>
  Object.assign(
    Object.create(null),
    Object.fromEntries(errors.map(({ pointer, detail }) => [fieldOf(pointer), detail])),
  )

/** '/items/0/unitPrice' is the field `items.0.unitPrice`. */
const fieldOf = (pointer: string) => pointer.split('/').slice(1).join('.')

/**
 * Carries out what a form asks for. When the shop's rules refuse, `again` shows the form with what was
 * typed and what was wrong; faults, missing rights and missing things go on to the error page.
 */
export async function submitted<Result>(
  reply: FastifyReply,
  work: () => Promise<Result>,
  done: (result: Result) => FastifyReply | Promise<FastifyReply>,
  again: (refused: Refused) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  let result: Result
  try {
    result = await work()
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal || !SHOWN_IN_FORM.has(refusal.kind)) throw error
    const errors = byField(refusal.extras.errors ?? [])
    const message = refusal.extras.errors ? null : refusal.message
    reply.code(statusOf(refusal))
    return again({ errors, message, refusal })
  }
  return done(result)
}

const SHOWN_IN_FORM = new Set(['invalid', 'conflict', 'stale', 'too_large', 'unsupported'])
