// One form field as its template sees it: every default filled in, value and error looked up by name.

export interface FieldOption {
  value: string
  label: string
}

export interface FieldInput {
  name: string
  label: string
  /** An `<input>` type, or `textarea` or `select`. */
  type?: string
  /** Shown when the form holds no typed value for this name. */
  value?: string | null
  hint?: string | null
  required?: boolean
  /** Says "(optional)" beside the label. */
  optional?: boolean
  autocomplete?: string
  inputmode?: string
  placeholder?: string
  maxlength?: number
  min?: string | number
  max?: string | number
  step?: string | number
  pattern?: string
  /** Aligns digits to the end, as in a column of amounts. */
  numeric?: boolean
  rows?: number
  options?: readonly FieldOption[]
  /** A first, empty option of a select. */
  prompt?: string
  /** Text before or after the value, such as a currency. */
  prefix?: string
  suffix?: string
  autofocus?: boolean
  disabled?: boolean
  multiple?: boolean
  /** Kinds of file an upload takes. */
  accept?: string
  capture?: 'environment'
  /** Further attributes, such as `data-price` or `data-hx-get`. */
  data?: Readonly<Record<string, string>>
  readonly?: boolean
  /** Needed only where one name appears several times on a page. */
  id?: string
  /** Adds a class to the field's wrapper, such as `wide`. */
  class?: string
}

/** The part of a page's context that a form needs; a page whose form was never sent has neither. */
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

/** The id of a field's input; the summary of errors links to it. */
export const fieldId = (name: string): string => `f-${name.replaceAll(/[^\w-]/g, '-')}`

/** Fills in a field; what was typed wins over `value`, so nothing typed is lost with a refused form. */
export function fieldOf(given: FieldInput, form: FormState | null) {
  // A copy, because a strict context refuses to be asked for what was not given.
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
    attributes: attributesOf(input, described, error !== null),
  }
}

/** A select without an empty option has nothing to require (HTML, "placeholder label option"). */
const isAlwaysChosen = ({ type, prompt }: FieldInput) => type === 'select' && prompt === undefined

/** The attributes that an input, a select and a textarea share, as pairs for the template to escape. */
function attributesOf(input: FieldInput, described: string, invalid: boolean): [string, string][] {
  const attributes: [string, string][] = []
  for (const key of KEYS) {
    const value = input[key]
    if (value !== undefined) attributes.push([key, String(value)])
  }
  for (const key of ['required', 'disabled', 'readonly', 'autofocus', 'multiple'] as const) {
    if (input[key] && !(key === 'required' && isAlwaysChosen(input))) attributes.push([key, key])
  }
  attributes.push(...Object.entries(input.data ?? {}))
  if (described) attributes.push(['aria-describedby', described])
  if (invalid) attributes.push(['aria-invalid', 'true'])
  return attributes
}
