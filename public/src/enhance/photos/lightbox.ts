// Lightbox: the photos of a gallery full screen. Without this script a photo opens as a page.
import { onClick } from '../dom.ts'

let photos: HTMLAnchorElement[] = []
let shown = 0

const lightbox = () => document.getElementById('lightbox') as HTMLDialogElement | null

onClick('.gallery .photo > a', (link, event) => {
  const dialog = lightbox()
  if (!dialog || event.defaultPrevented || (event as MouseEvent).ctrlKey) return
  event.preventDefault()
  photos = [...(link.closest('.gallery')?.querySelectorAll<HTMLAnchorElement>('.photo > a') ?? [])]
  show(dialog, photos.indexOf(link as HTMLAnchorElement))
  dialog.showModal()
})

onClick('[data-lightbox-step]', (button) => step(Number(button.dataset.lightboxStep)))

document.addEventListener('keydown', ({ key }) => {
  if (!lightbox()?.open) return
  const forward = getComputedStyle(document.body).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  if (key === 'ArrowLeft' || key === 'ArrowRight') step(key === forward ? 1 : -1)
})

function step(by: number): void {
  const dialog = lightbox()
  if (dialog) show(dialog, (shown + by + photos.length) % photos.length)
}

function show(dialog: HTMLDialogElement, index: number): void {
  const link = photos[index]
  const place = dialog.querySelector('[data-lightbox-image]')
  const caption = dialog.querySelector('[data-lightbox-caption]')
  if (!link || !place || !caption) return
  shown = index
  const image = new Image()
  image.src = link.href
  image.alt = link.querySelector('img')?.alt ?? ''
  place.replaceChildren(image)
  caption.textContent = `${index + 1} / ${photos.length}`
  for (const button of dialog.querySelectorAll<HTMLElement>('[data-lightbox-step]')) {
    button.hidden = photos.length < 2
  }
}
