// The edit form of an order, as somebody opens, fills in and saves it.
import type { Browser, Page, Program } from '../app.ts'
import { submit, type Typed } from '../forms.ts'
import { addOrder } from './factories.ts'

/** Takes an order at the office and opens its form at the counter. */
export async function openEditForm(office: Program, counter: Browser, given: object = {}) {
  const order = await addOrder(office, { notes: 'Hem to the floor.\nIvory thread.', ...given })
  const url = `/admin/orders/${order.id}`
  const form = `form[action="${url}"]`
  return {
    order,
    url,
    api: `/api/orders/${order.id}`,
    page: await counter.get(`${url}/edit`),
    press: (page: Page, button: string, buttonAt = 0) =>
      submit(counter, page, { form, button, buttonAt }),
    save: (page: Page, typed: Typed = {}) =>
      submit(counter, page, { form, typed, button: 'Save order' }),
    stored: async () => (await office.get(`/api/orders/${order.id}`)).json(),
  }
}
