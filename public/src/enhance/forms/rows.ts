// Item rows of the order form: add, remove, running total. The server computes again; this is display only.
import {
  type Discounted,
  lineAmounts,
  orderAmounts,
  type Taxed,
} from '../../../../src/services/orders/prices/arithmetic.ts'
import { near, onClick, onContent, partsOf } from '../dom.ts'
import { announce } from '../messages/announce.ts'
import { formatAmount, parseNumber, type ShopNumbers } from './amounts.ts'

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

// Choosing an item fills in the price of its last sale.
document.addEventListener('change', (event) => {
  const input = near<HTMLInputElement>(event, '[data-item-name]')
  const row = input?.closest('[data-row]')
  if (!input || !row || typedIn(row, '[data-price]')) return
  const option = [...(input.list?.options ?? [])].find(({ value }) => value === input.value)
  if (option) fill(row, '[data-price]', option.dataset.price ?? '')
})

// A filled-in price is selected, so that typing replaces it. A tap sets the caret on click, after the focus.
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
  // A percentage or an amount: the last one typed counts.
  for (const input of (off?.value && off.closest('fieldset')?.querySelectorAll('input')) || []) {
    if (input !== off) input.value = ''
  }
  addUp(rows)
})

onContent((root) => {
  for (const rows of root.querySelectorAll<HTMLElement>('[data-rows]')) addUp(rows)
})

function addUp(rows: HTMLElement): void {
  const shop = shopOf(rows)
  const show = (output: Element | null, amount: number) => {
    if (output) output.textContent = formatAmount(amount, shop)
  }
  const lines = [...rows.querySelectorAll('[data-row]')].map((row) => {
    const line = {
      quantity: parseNumber('count', typedIn(row, '[data-quantity]'), shop, 0) ?? 0,
      unitPrice: parseNumber('amount', typedIn(row, '[data-price]'), shop, shop.digits) ?? 0,
      ...discountIn(row, shop),
    }
    show(row.querySelector('[data-amount]'), lineAmounts(line).lineTotal)
    return line
  })
  const tax = { taxMode: rows.dataset.tax, taxRate: Number(rows.dataset.taxRate) } as Taxed
  const sums = orderAmounts({ ...tax, ...discountIn(rows.lastElementChild, shop) }, lines)
  for (const [name, amount] of Object.entries(sums)) {
    const shown = (rows.closest('form') ?? rows).querySelectorAll(`[data-sum=${name}]`)
    for (const output of shown) show(output, amount)
  }
  for (const line of rows.querySelectorAll<HTMLElement>('[data-off-only]')) {
    line.hidden = !sums.discountAmount
  }
}

const shopOf = ({ dataset }: HTMLElement): ShopNumbers => ({
  currency: dataset.currency ?? 'EUR',
  digits: Number(dataset.currencyDigits ?? 2),
  marks: JSON.parse(dataset.marks ?? ''),
})

/** The discount of a row, or of the order. */
function discountIn(part: Element | null, shop: ShopNumbers): Discounted {
  const percent = parseNumber('percent', typedIn(part, '[data-percent]'), shop, 2)
  const discountValue =
    percent || parseNumber('amount', typedIn(part, '[data-off]'), shop, shop.digits)
  return { discountKind: percent ? 'percent' : 'amount', discountValue }
}

const typedIn = (part: Element | null, selector: string): string =>
  part?.querySelector<HTMLInputElement>(selector)?.value ?? ''
