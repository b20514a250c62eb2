// The rows of an order: add, remove, and a running total. The server counts again; this only shows.
import { formatAmount, parseAmount } from './amounts.ts'
import { announce } from './announce.ts'
import { near, onClick, onContent } from './dom.ts'

onClick('[data-add-row]', (button, event) => {
  const rows = button.closest<HTMLElement>('[data-rows]')
  const template = rows?.querySelector<HTMLTemplateElement>('template[data-row-template]')
  const list = rows?.querySelector('[data-row-list]')
  if (!rows || !template || !list) return
  event.preventDefault()
  const index = rows.dataset.next ?? String(list.children.length)
  rows.dataset.next = String(Number(index) + 1)
  list.insertAdjacentHTML('beforeend', template.innerHTML.replaceAll('__index__', index))
  list.lastElementChild?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  addUp(rows)
})

onClick('[data-remove-row]', (button, event) => {
  const rows = button.closest<HTMLElement>('[data-rows]')
  if (!rows) return
  event.preventDefault()
  button.closest('[data-row]')?.remove()
  rows.querySelector<HTMLElement>('[data-add-row]')?.focus()
  announce('Item removed')
  addUp(rows)
})

document.addEventListener('input', (event) => {
  const rows = near(event, '[data-rows]')
  if (rows) addUp(rows)
})

onContent((root) => {
  for (const rows of root.querySelectorAll<HTMLElement>('[data-rows]')) addUp(rows)
})

function addUp(rows: HTMLElement): void {
  const digits = Number(rows.dataset.currencyDigits ?? 2)
  const show = (output: Element | null, amount: number) => {
    if (output) output.textContent = formatAmount(amount, rows.dataset.currency ?? 'EUR', digits)
  }
  let total = 0
  for (const row of rows.querySelectorAll('[data-row]')) {
    const price = parseAmount(typedIn(row, '[data-price]'), digits) ?? 0
    const amount = price * (parseAmount(typedIn(row, '[data-quantity]'), 0) ?? 0)
    show(row.querySelector('[data-amount]'), amount)
    total += amount
  }
  show(rows.querySelector('[data-total]'), total)
}

const typedIn = (row: Element, selector: string): string =>
  row.querySelector<HTMLInputElement>(selector)?.value ?? ''
