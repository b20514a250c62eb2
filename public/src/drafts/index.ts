// Form drafts: a long form's fields are stored on the device until the server has saved them, also when the tab is
// closed. A separate script, loaded only by pages with such a form.
import { onClick } from '../enhance/dom.ts'
import { bringBack, type Tools } from './offer.ts'
import { attempt, type Draft, dropDraft, findDrafts, keepDraft } from './stored.ts'

const draftForm = () => document.querySelector<HTMLFormElement>('form[data-draft]')

const ofForm = (form: HTMLFormElement) => `${form.dataset.of} ${new URL(form.action).pathname}`

const keyOf = (form: HTMLFormElement) => String(new FormData(form).get('idempotencyKey'))

let timer: ReturnType<typeof setTimeout>

export function save(form: HTMLFormElement): void {
  clearTimeout(timer)
  const of = ofForm(form)
  const key = keyOf(form)
  keepDraft({ of, key, at: Date.now(), fields: fieldsOf(form) })
  // A draft of this tab is restored without asking.
  attempt(() => {
    sessionStorage[`draft ${of}`] = key
  })
}

export function forget(form: HTMLFormElement): void {
  clearTimeout(timer)
  dropDraft(keyOf(form))
}

/** All fields except secrets; of files only their number. */
function fieldsOf(form: HTMLFormElement): Draft['fields'] {
  const secret = new Set([...form.querySelectorAll<HTMLInputElement>(SECRET)].map(nameOf))
  const fields: Draft['fields'] = []
  let files = 0
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string') files += value.size > 0 ? 1 : 0
    else if (!secret.has(name)) fields.push([name, value])
  }
  return files > 0 ? [...fields, ['photosLost', String(files)]] : fields
}

const SECRET = '[name=_csrf], [type=password], [autocomplete*=password], [autocomplete^=cc-]'

const nameOf = ({ name }: HTMLInputElement) => name

export function start(tools: Tools): void {
  for (const type of ['input', 'change']) {
    document.addEventListener(type, (event) => {
      const form = event.target instanceof Element ? event.target.closest('form') : null
      if (!form?.matches('[data-draft]')) return
      clearTimeout(timer)
      timer = setTimeout(save, 300, form)
    })
  }
  onClick('[data-forget]', () => {
    const form = draftForm()
    if (form) forget(form)
  })
  answerOtherTabs()
  const form = draftForm()
  if (form?.dataset.draft !== 'fresh') return
  const of = ofForm(form)
  const drafts = findDrafts().filter((draft) => draft.of === of)
  const own = attempt(() => String(sessionStorage[`draft ${of}`]))
  if (drafts.length > 0) void bringBack(drafts, own, tools)
}

/** A draft that is open here is not offered in other tabs. */
function answerOtherTabs(): void {
  attempt(() => {
    const channel = new BroadcastChannel('drafts')
    channel.onmessage = ({ data }) => {
      const form = draftForm()
      if (form && data === keyOf(form)) channel.postMessage(`open ${data}`)
    }
  })
}
