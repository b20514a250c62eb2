// Form field context: defaults, value and error of one field, for its template.

export interface FieldOption {
  value: string
  label: string
}

export interface FieldInput {
  name: string
  label: string
  /** An `<input>` type, or `textarea` or `select`. */
  type?: string
  /** Default, if the form holds no typed value for this name. */
  value?: string | null
  hint?: string | null
  required?: boolean
  /** Adds "(optional)" to the label. */
  optional?: boolean
  autocomplete?: string
  inputmode?: string
  placeholder?: string
  /** In characters, as in the schema. */
  maxlength?: number
  min?: string | number
  max?: string | number
  step?: string | number
  pattern?: string
  /** Aligns digits to the end, as in a column of amounts. */
  numeric?: boolean
  rows?: number
  options?: readonly FieldOption[]
  /** Label of the empty first option of a select. */
  prompt?: string
  /** Text before or after the value, such as a currency. */
  prefix?: string
  suffix?: string
  autofocus?: boolean
  disabled?: boolean
  multiple?: boolean
  accept?: string
  capture?: 'environment'
  /** Further attributes, such as `data-price` or `data-hx-get`. */
  data?: Readonly<Record<string, string>>
  readonly?: boolean
  /** Needed only if the name appears several times on a page. */
  id?: string
  /** Extra class of the wrapper, such as `wide`. */
  class?: string
}

/** The part of a page's context that a form needs; null before the form was sent. */
export interface FormState {
  values?: Readonly<Record<string, string>> | null
  errors?: Readonly<Record<string, string>> | null
}

const KEYS = [
  'autocomplete',
  'inputmode',
  'placeholder',
  'maxlength',
  'min',
  'max',
  'step',
  'pattern',
  'accept',
  'capture',
] as const

/** Id of the input; the error summary links to it. */
export const fieldId = (name: string): string => `f-${name.replaceAll(/[^\w-]/g, '-')}`

/** Context of a field; a typed value wins over `value`, so that a refused form loses nothing. */
export function fieldOf(given: FieldInput, form: FormState | null) {
  // A copy, because a strict context throws when a missing key is read.
  const input = { ...given }
  const errors = form && 'errors' in form ? form.errors : null
  const values = form && 'values' in form ? form.values : null
  const id = input.id ?? fieldId(input.name)
  const error = errors?.[input.name] ?? null
  const hint = input.hint ?? null
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    name: input.name,
    label: input.label,
    type: input.type ?? 'text',
    value: values?.[input.name] ?? input.value ?? '',
    hint,
    error,
    required: input.required ?? false,
    rows: input.rows ?? 3,
    options: input.options ?? [],
    prompt: input.prompt ?? null,
    prefix: input.prefix ?? null,
    suffix: input.suffix ?? null,
    class: input.class ?? '',
    inputClass: input.type === 'file' ? 'file' : input.numeric ? 'input input-num' : 'input',
    optional: input.optional ?? false,
    attributes: attributesOf(input, described, errors),
  }
}

/** `required` on a select without an empty option is invalid (HTML, "placeholder label option"). */
const isAlwaysChosen = ({ type, prompt }: FieldInput) => type === 'select' && prompt === undefined

/**
 * JSON Schema counts characters, a browser UTF-16 units, of which an emoji has two. Browsers silently cut pasted text,
 * so this limit must never be stricter than the schema.
 */
const browserLength = (characters: number | undefined) =>
  characters === undefined ? undefined : 2 * characters

function attributesOf(
  input: FieldInput,
  described: string,
  errors: FormState['errors'],
): [string, string][] {
  const attributes: [string, string][] = []
  for (const key of KEYS) {
    const value = key === 'maxlength' ? browserLength(input.maxlength) : input[key]
    if (value !== undefined) attributes.push([key, String(value)])
  }
  for (const key of ['required', 'disabled', 'readonly', 'autofocus', 'multiple'] as const) {
    if (input[key] && !(key === 'required' && isAlwaysChosen(input))) attributes.push([key, key])
  }
  attributes.push(...Object.entries(input.data ?? {}))
  if (described) attributes.push(['aria-describedby', described])
  if (errors?.[input.name]) attributes.push(['aria-invalid', 'true'])
  // Focuses the first invalid field, also without JavaScript.
  if (firstOf(errors) === input.name) attributes.push(['autofocus', 'autofocus'])
  return attributes
}

const firstOf = (errors: FormState['errors']) => Object.keys(errors ?? {})[0]
