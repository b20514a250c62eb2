// The rows of an order: add, remove, and a running total. The server counts again; this only shows.
import {
  type Discounted,
  lineAmounts,
  orderAmounts,
  type Taxed,
} from '../../../src/services/prices.ts'
import { formatAmount, parseAmount } from './amounts.ts'
import { announce } from './announce.ts'
import { near, onClick, onContent, partsOf } from './dom.ts'

onClick('[data-add-row]', (button, event) => {
  const row = addRow(button)
  if (!row) return
  event.preventDefault()
  row.querySelector<HTMLElement>('input, select, textarea')?.focus()
})

function addRow(inside: Element): Element | null {
  const rows = inside.closest<HTMLElement>('[data-rows]')
  const template = rows?.querySelector<HTMLTemplateElement>('template[data-row-template]')
  const list = rows?.querySelector('[data-row-list]')
  if (!rows || !template || !list) return null
  const index = rows.dataset.next ?? String(list.children.length)
  rows.dataset.next = String(Number(index) + 1)
  list.insertAdjacentHTML('beforeend', partsOf(template).replaceAll('__index__', index))
  addUp(rows)
  return list.lastElementChild
}

// One tap: the item goes into the first row that is still empty.
onClick('[data-add-item]', (button, event) => {
  const names = button
    .closest('[data-rows]')
    ?.querySelectorAll<HTMLInputElement>('[data-item-name]')
  const empty = [...(names ?? [])].find(({ value }) => value.trim() === '')
  const row = empty?.closest('[data-row]') ?? addRow(button)
  if (!row) return
  event.preventDefault()
  const itemName = button.getAttribute('value') ?? ''
  fill(row, '[data-price]', button.dataset.addItem ?? '')
  fill(row, '[data-item-name]', itemName)
  announce(`${itemName} added`)
})

// An item chosen from the list brings the price it was last sold for.
document.addEventListener('change', (event) => {
  const input = near<HTMLInputElement>(event, '[data-item-name]')
  const row = input?.closest('[data-row]')
  if (!input || !row || typedIn(row, '[data-price]')) return
  const option = [...(input.list?.options ?? [])].find(({ value }) => value === input.value)
  if (option) fill(row, '[data-price]', option.dataset.price ?? '')
})

// A price that came by itself is typed over, not typed into. A finger sets its caret with the click, after the focus.
let entered: HTMLInputElement | null = null
document.addEventListener('focusin', (event) => {
  entered = near<HTMLInputElement>(event, '[data-price]')
  entered?.select()
})
document.addEventListener('click', (event) => {
  if (entered && near(event, '[data-price]') === entered) entered.select()
  entered = null
})

function fill(row: Element, selector: string, value: string): void {
  const input = row.querySelector<HTMLInputElement>(selector)
  if (!input) return
  input.value = value
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

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
  if (!rows) return
  const off = near<HTMLInputElement>(event, '[data-percent], [data-off]')
  // A percentage or an amount: what is typed last counts.
  for (const input of (off?.value && off.closest('fieldset')?.querySelectorAll('input')) || []) {
    if (input !== off) input.value = ''
  }
  addUp(rows)
})

onContent((root) => {
  for (const rows of root.querySelectorAll<HTMLElement>('[data-rows]')) addUp(rows)
})

function addUp(rows: HTMLElement): void {
  const digits = Number(rows.dataset.currencyDigits ?? 2)
  const show = (output: Element | null, amount: number) => {
    if (output) output.textContent = formatAmount(amount, rows.dataset.currency ?? 'EUR', digits)
  }
  const lines = [...rows.querySelectorAll('[data-row]')].map((row) => {
    const line = {
      quantity: parseAmount(typedIn(row, '[data-quantity]'), 0) ?? 0,
      unitPrice: parseAmount(typedIn(row, '[data-price]'), digits) ?? 0,
      ...discountIn(row, digits),
    }
    show(row.querySelector('[data-amount]'), lineAmounts(line).lineTotal)
    return line
  })
  const tax = { taxMode: rows.dataset.tax, taxRate: Number(rows.dataset.taxRate) } as Taxed
  const sums = orderAmounts({ ...tax, ...discountIn(rows.lastElementChild, digits) }, lines)
  for (const [name, amount] of Object.entries(sums)) {
    const shown = (rows.closest('form') ?? rows).querySelectorAll(`[data-sum=${name}]`)
    for (const output of shown) show(output, amount)
  }
  for (const line of rows.querySelectorAll<HTMLElement>('[data-off-only]')) {
    line.hidden = !sums.discountAmount
  }
}

/** The discount of a row, or of the order below the rows. */
function discountIn(part: Element | null, digits: number): Discounted {
  const percent = parseAmount(typedIn(part, '[data-percent]').replace('%', ''), 2)
  const discountValue = percent || parseAmount(typedIn(part, '[data-off]'), digits)
  return { discountKind: percent ? 'percent' : 'amount', discountValue }
}

const typedIn = (part: Element | null, selector: string): string =>
  part?.querySelector<HTMLInputElement>(selector)?.value ?? ''
