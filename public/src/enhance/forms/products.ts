// Products and frequent items of the order form: a separate script is loaded at the first tap or scan.
import { near, onClick } from '../dom.ts'

declare const SCAN: string
const load = (): Promise<typeof import('../../scan/index.ts')> => import(SCAN)

onClick('[data-product], [data-variants], [data-find]', (button, event) => {
  event.preventDefault()
  const field = document.querySelector<HTMLInputElement>('[data-scan]')
  const code = field?.value ?? ''
  // At once: a scanner types the next code while the script is still loading.
  if (field && 'find' in button.dataset) field.value = ''
  load()
    .then(({ tap }) => tap(button, code))
    .catch(() => {
      if (field) field.value = code
      button.closest('form')?.requestSubmit(button)
    })
})

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && near(event, '[data-scan]')) {
    document.querySelector<HTMLElement>('[data-find]')?.click()
  }
})
