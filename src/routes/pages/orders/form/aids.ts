// Suggestions of the order form: frequent due dates and items.

import type { Reader } from '../../../../db/database.ts'
import { deadlinePicks } from '../../../../services/orders/deadline-picks.ts'
import { suggestItems } from '../../../../services/orders/item-suggestions.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type { ItemRow, OrderAids } from '../../../../views/contexts/orders/form.ts'
import { type Formats, formatsFor } from '../../../../views/helpers/formats.ts'
import { type ByField, type Form, valuesOf } from '../../forms.ts'
import { BLANK_ROW, type OrderFormState } from './fields.ts'

/** Number of items with a button of their own; the rest is offered while typing. */
const ONE_TAP = 6
const WHILE_TYPING = 30

export async function orderAids(db: Reader, values: ByField): Promise<OrderAids> {
  const fmt = formatsFor(await findSettings(db))
  const items = await suggestItems(db, WHILE_TYPING)
  const suggestions = items.map(({ itemName, unitPrice }) => ({
    itemName,
    price: fmt.amount(unitPrice),
    shown: fmt.money(unitPrice),
  }))
  return { suggestions, oneTap: suggestions.slice(0, ONE_TAP), picks: picksFor(values, fmt) }
}

const picksFor = (values: ByField, fmt: Formats) =>
  deadlinePicks(fmt.today).map(({ label, day }) => ({
    label,
    day,
    exact: fmt.shortDate(day),
    chosen: values.deadline === day,
  }))

/** A due date typed after the form was shown wins over the selected suggestion. */
export function withDeadlinePick(form: Form): Form {
  const { deadlinePick = '', deadline = '', deadlineShown = '' } = valuesOf(form)
  return deadlinePick && deadline === deadlineShown ? { ...form, deadline: deadlinePick } : form
}

/** The form with one more row: blank, or the suggested item whose button was pressed. */
export async function withNewRow(
  db: Reader,
  form: Form,
  { values, rows }: OrderFormState,
): Promise<OrderFormState> {
  const row = 'addItem' in form ? await suggestedRow(db, valuesOf(form).addItem ?? '') : BLANK_ROW
  return { values, rows: [...rows, row] }
}

async function suggestedRow(db: Reader, itemName: string): Promise<ItemRow> {
  const { suggestions } = await orderAids(db, {})
  const unitPrice = suggestions.find((item) => item.itemName === itemName)?.price ?? ''
  return { ...BLANK_ROW, itemName, unitPrice }
}
