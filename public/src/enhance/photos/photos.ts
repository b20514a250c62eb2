// Photo selection before upload: previews, several captures in a row, removal.
import { copyOf } from '../dom.ts'

const kept = new WeakMap<HTMLInputElement, File[]>()
const chosen = (input: HTMLInputElement) => kept.get(input) ?? []

export const photoInputs = (form: Element) => [
  ...form.querySelectorAll<HTMLInputElement>('input[data-preview]'),
]

document.addEventListener('change', (event) => {
  const input = event.target
  if (!(input instanceof HTMLInputElement) || !input.dataset.preview) return
  // A camera gives one photo at a time, so new files are added to the previous ones.
  keep(input, [...chosen(input), ...(input.files ?? [])])
})

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element && event.target.closest('[data-remove-photo]')
  const figure = button ? button.closest('figure') : null
  const source = figure && sources.get(figure)
  if (!source) return
  keep(
    source.input,
    chosen(source.input).filter((file) => file !== source.file),
  )
  source.input.focus()
})

const sources = new WeakMap<Element, { input: HTMLInputElement; file: File }>()

/** Makes `files` the input's value, and shows previews. */
function keep(input: HTMLInputElement, files: File[]): void {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  input.files = transfer.files
  kept.set(input, files)
  show(input.dataset.preview ?? '')
}

function show(galleryId: string): void {
  const inputs = document.querySelectorAll<HTMLInputElement>(`[data-preview="${galleryId}"]`)
  const figures = [...inputs].flatMap((input) => chosen(input).map((file) => preview(input, file)))
  document.getElementById(galleryId)?.replaceChildren(...figures)
}

function preview(input: HTMLInputElement, file: File): Element {
  const template = document.getElementById('photo-preview') as HTMLTemplateElement
  const figure = copyOf(template).querySelector('figure') as Element
  const image = new Image(320, 320)
  image.src = URL.createObjectURL(file)
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src)
  image.alt = file.name
  figure.prepend(image)
  sources.set(figure, { input, file })
  return figure
}

/** The server cannot send files back with a re-rendered form, so they move from the old one. */
export function handOver(from: Element, to: Element): void {
  for (const input of photoInputs(to)) {
    const before = photoInputs(from).find(({ id }) => id === input.id)
    if (before && chosen(before).length > 0) keep(input, chosen(before))
  }
}

/** Upload progress of each photo: they are sent in order, `sent` is the share of all bytes. */
export function showProgress(form: Element, sent: number): void {
  for (const figure of form.querySelectorAll('figure')) {
    const source = sources.get(figure)
    const progress = figure.querySelector('progress')
    if (!source || !progress) continue
    progress.hidden = false
    progress.value = Math.min(1, Math.max(0, sent / Math.max(1, source.file.size)))
    sent -= source.file.size
  }
}
