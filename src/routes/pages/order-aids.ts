// What makes an order quick to type: the days promised most often, and the items made most often.
import type { Reader } from '../../db/database.ts'
import { deadlinePicks } from '../../services/deadline-picks.ts'
import { type Formats, formatsFor } from '../../services/formats.ts'
import { suggestItems } from '../../services/item-suggestions.ts'
import { findSettings } from '../../services/settings.ts'
import { type ByField, type Form, valuesOf } from './forms.ts'
import { BLANK_ROW, type OrderFormState, type Row } from './order-form.ts'

/** How many items can be added with one tap; the rest are offered while typing. */
const ONE_TAP = 6
const WHILE_TYPING = 30

/** What the form's template needs for its shortcuts. */
export async function orderAids(db: Reader, values: ByField) {
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

/** A day that was typed since the form was shown counts more than the pick that stands beside it. */
export function withDeadlinePick(form: Form): Form {
  const { deadlinePick = '', deadline = '', deadlineShown = '' } = valuesOf(form)
  return deadlinePick && deadline === deadlineShown ? { ...form, deadline: deadlinePick } : form
}

/** The form with one row more: blank, or the suggested item whose button was pressed. */
export async function withNewRow(
  db: Reader,
  form: Form,
  { values, rows }: OrderFormState,
): Promise<OrderFormState> {
  const row = 'addItem' in form ? await suggestedRow(db, valuesOf(form).addItem ?? '') : BLANK_ROW
  return { values, rows: [...rows, row] }
}

async function suggestedRow(db: Reader, itemName: string): Promise<Row> {
  const { suggestions } = await orderAids(db, {})
  const unitPrice = suggestions.find((item) => item.itemName === itemName)?.price ?? ''
  return { ...BLANK_ROW, itemName, unitPrice }
}
