// The items that are offered with one tap when an order is taken.
import t from 'tap'
import { suggestItems } from '../../src/services/item-suggestions.ts'
import { addOrder } from '../factories.ts'
import { build, program } from '../helper.ts'

const item = (itemName: string, unitPrice: string) => ({ itemName, unitPrice, quantity: 1 })

t.test('an empty shop has nothing to suggest', async (t) => {
  const app = await build(t)
  t.strictSame(await suggestItems(app.db, 8), [])
})

t.test('what is made most often comes first, with its last price', async (t) => {
  const app = await build(t)
  const shop = await program(app)
  await addOrder(shop, { items: [item('Trousers, hem', '15'), item('Bridal gown', '900')] })
  await addOrder(shop, { items: [item('Trousers, hem', '18.50')] })
  await addOrder(shop, { items: [item('Apron', '30')] })

  t.strictSame(await suggestItems(app.db, 2), [
    { itemName: 'Trousers, hem', unitPrice: 1850 },
    { itemName: 'Apron', unitPrice: 3000 },
  ])
})
