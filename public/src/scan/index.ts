// Adds products and frequent items to the order form: tapped, chosen, or typed and scanned. A separate script, loaded at
// the first of them.
import { announce } from '../enhance/messages/announce.ts'

const find = <E extends HTMLElement>(selector: string, within: ParentNode = document) =>
  within.querySelector<E>(selector)

/**
 * A button of an item or a variant adds it, a product shows its variants; the button beside the field looks for `code`,
 * what was typed there.
 */
export function tap(button: HTMLElement, code: string): void {
  const { product, variants } = button.dataset
  if (product !== undefined) add(button)
  else if (variants) look(`addProduct=${variants}`).catch(() => tell(OFFLINE))
  else search(code.trim())
}

/** Scans can come faster than answers: one after the other, in their order. */
let queue = Promise.resolve()

function search(code: string): void {
  const field = find<HTMLInputElement>('[data-scan]')
  field?.focus()
  if (!field || !code) return
  const query = `productSearch=${encodeURIComponent(code)}`
  queue = queue.then(() => look(query)).catch(() => giveBack(field, code))
}

async function look(query: string): Promise<void> {
  const answer = await fetch(`/admin/orders/products?${query}`, {
    headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
  })
  if (!answer.ok || answer.redirected) throw new Error('Not found out')
  const shown = find('#product-found')
  if (!shown) return
  shown.outerHTML = await answer.text()
  const words = find('#product-found [data-announce]')?.textContent?.trim()
  const exact = find('#product-found [data-exact]')
  if (exact) add(exact)
  else if (words) announce(words)
}

/** Nothing is lost without a connection: what was scanned is in the field again. */
function giveBack(field: HTMLInputElement, code: string): void {
  field.value = field.value ? `${code} ${field.value}` : code
  tell(OFFLINE)
}

const OFFLINE = 'No connection. Try again.'

function tell(words: string): void {
  const shown = find('#product-found')
  if (shown) shown.textContent = words
  announce(words)
}

/** One more piece in its row; else in the first empty row, or a new one. */
function add(button: HTMLElement): void {
  const { product = '', name = '', each = '', stock = '' } = button.dataset
  const list = find('[data-row-list]')
  if (!list) return
  const rows = [...list.children] as HTMLElement[]
  const own = rows.find((row) => product && valueIn(row, '[data-variant]') === product)
  if (own) {
    const quantity = find<HTMLInputElement>('[data-quantity]', own)
    if (quantity) fill(quantity, String((Number(quantity.value) || 0) + 1))
    announce(`${name}: ${quantity?.value}`)
    return
  }
  const row = rows.find(isEmpty) ?? newRow(list)
  if (!row) return
  fill(find('[data-variant]', row), product)
  fill(find('[data-price]', row), each)
  fill(find('[data-item-name]', row), name)
  const left = find('[data-left]', row)
  if (left) {
    left.textContent = stock
    left.hidden = !stock
  }
  announce(`${name} added${stock && `, ${stock}`}`)
}

const valueIn = (row: HTMLElement, selector: string) =>
  find<HTMLInputElement>(selector, row)?.value ?? ''

const isEmpty = (row: HTMLElement) =>
  valueIn(row, '[data-item-name]').trim() === '' && valueIn(row, '[data-variant]') === ''

/** The button of the page adds it, and takes the focus with it. */
function newRow(list: HTMLElement): HTMLElement | null {
  const focused = document.activeElement as HTMLElement | null
  find('[data-add-row]')?.click()
  focused?.focus()
  return list.lastElementChild as HTMLElement | null
}

function fill(input: HTMLInputElement | null, value: string): void {
  if (!input) return
  input.value = value
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
