// Restores a draft: at once in the tab where it was typed, after a question in any other.
import { copyOf } from '../enhance/dom.ts'
import type { post } from '../enhance/forms/post.ts'
import { attempt, type Draft, dropDraft } from './stored.ts'

/** Functions of the main script: a second copy would register its listeners twice. */
export interface Tools {
  post: typeof post
  /** Replaces the form by the one the server rendered. */
  replace(form: HTMLFormElement, fresh: HTMLFormElement): void
  announce(text: string): void
}

/** Milliseconds for other tabs to answer. */
const WAIT = 250

const formOf = (page: Document) => page.querySelector<HTMLFormElement>('form[data-draft]')

/** @param own key of the draft typed in this tab */
export async function bringBack(drafts: Draft[], own: string | undefined, tools: Tools) {
  const draft = drafts.find(({ key }) => key === own)
  if (draft) return void (await restore(draft, tools))
  const open = await findOpen(drafts)
  offer(drafts.filter(({ key }) => !open.has(key)).reverse(), tools)
}

/** The keys of drafts shown in other tabs. */
async function findOpen(drafts: Draft[]): Promise<Set<string>> {
  const open = new Set<string>()
  const channel = attempt(() => new BroadcastChannel('drafts'))
  if (!channel) return open
  channel.onmessage = ({ data }) => open.add(String(data).replace('open ', ''))
  for (const { key } of drafts) channel.postMessage(key)
  await new Promise((resolve) => setTimeout(resolve, WAIT))
  channel.close()
  return open
}

/** The server renders the form with the draft. Resolves to false if it could not. */
async function restore({ fields }: Draft, { post, replace, announce }: Tools): Promise<boolean> {
  const form = formOf(document)
  if (!form) return false
  const body = new FormData()
  for (const [name, value] of fields) body.set(name, value)
  body.set('restore', '1')
  body.set('_csrf', String(new FormData(form).get('_csrf')))
  const answer = await post(form.action, body, () => {}).catch(() => undefined)
  const html = answer?.status === 200 ? answer.html : ''
  const fresh = formOf(new DOMParser().parseFromString(html, 'text/html'))
  if (!fresh || !form.isConnected) return false
  replace(form, fresh)
  announce('Draft restored. It is not saved yet.')
  return true
}

/** One after the other, newest first. It overlays the end of the page, so that nothing jumps. */
function offer([draft, ...older]: Draft[], tools: Tools): void {
  const template = document.getElementById('draft-offer')
  if (!draft || !(template instanceof HTMLTemplateElement)) return
  template.before(copyOf(template))
  const box = template.previousElementSibling as HTMLElement
  place(box)
  const text = box.querySelector('strong') as HTMLElement
  text.textContent += ` ${writtenTime(draft.at)}.`
  const leave = () => {
    box.remove()
    const main = document.getElementById('main')
    main?.style.removeProperty('padding-block-end')
    document.documentElement.style.removeProperty('scroll-padding-block-end')
    main?.focus({ preventScroll: true })
  }
  const [back, away] = box.querySelectorAll('button')
  back?.addEventListener('click', async () => {
    if (back.dataset.busy !== undefined) return
    back.dataset.busy = ''
    if (await restore(draft, tools)) return leave()
    delete back.dataset.busy
    text.textContent = 'The draft could not load. Check the connection and try again.'
    tools.announce(text.textContent)
  })
  away?.addEventListener('click', () => {
    dropDraft(draft.key)
    leave()
    tools.announce('Draft discarded.')
    offer(older, tools)
  })
  tools.announce(text.textContent)
}

/** Above the save bar; the focused element, and the end of the page, can be scrolled out from under it. */
function place(box: HTMLElement): void {
  box.style.insetBlockEnd = 'calc(var(--bar) + 5.5rem + env(safe-area-inset-bottom))'
  const main = document.getElementById('main') as HTMLElement
  main.style.paddingBlockEnd = 'calc(var(--bar) + 14rem)'
  document.documentElement.style.scrollPaddingBlockEnd = '17rem'
}

/** "14:32", or "27 Nov, 14:32" if it was not today. */
function writtenTime(at: number): string {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const)
  const options = { hour: 'numeric', minute: '2-digit', ...day } as const
  return date.toLocaleString(document.documentElement.dataset.locale, options)
}
