// What was typed into a long form stays on the device, in this tab, until the server has saved it.
import { onClick } from './dom.ts'

interface Draft {
  at: number
  fields: [string, string][]
}

const LONGEST = 12 * 3_600_000

export const draftForm = () => document.querySelector<HTMLFormElement>('form[data-draft]')

const keyOf = (form: HTMLFormElement) => `draft ${new URL(form.action).pathname}`

/** The fields as they stand; files and the token of this page are not kept. */
const fieldsOf = (form: HTMLFormElement) =>
  [...new FormData(form)].filter(
    (field): field is [string, string] => typeof field[1] === 'string' && field[0] !== '_csrf',
  )

export function saveDraft(form: HTMLFormElement): void {
  store(() =>
    sessionStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields: fieldsOf(form) })),
  )
}

export function forgetDraft(form: HTMLFormElement): void {
  clearTimeout(timer)
  store(() => sessionStorage.removeItem(keyOf(form)))
}

export function findDraft(form: HTMLFormElement): Draft | undefined {
  const text = store(() => sessionStorage.getItem(keyOf(form)))
  const draft: Draft | undefined = text ? JSON.parse(text) : undefined
  return draft && Date.now() - draft.at < LONGEST ? draft : undefined
}

/** A browser may forbid storage, or be full: the form works without. */
function store<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

let timer: ReturnType<typeof setTimeout>

for (const type of ['input', 'change']) {
  document.addEventListener(type, (event) => {
    const form = event.target instanceof Element ? event.target.closest('form') : null
    if (!form?.matches('[data-draft]')) return
    clearTimeout(timer)
    timer = setTimeout(saveDraft, 300, form)
  })
}

onClick('[data-forget]', () => {
  const form = draftForm()
  if (form) forgetDraft(form)
})

// The next person at this tablet must not find what this one typed.
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (form.action.endsWith('/auth/logout')) store(() => sessionStorage.clear())
})
