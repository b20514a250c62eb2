// Suggested items of the order form.
import t from 'tap'
import { suggestItems } from '../../../src/services/orders/item-suggestions.ts'
import { build, program } from '../../support/app.ts'
import { addOrder } from '../../support/shop/factories.ts'

const item = (itemName: string, unitPrice: string) => ({ itemName, unitPrice, quantity: 1 })

t.test('an empty shop has no suggestions', async (t) => {
  const app = await build(t)
  t.strictSame(await suggestItems(app.db, 8), [])
})

t.test('the most frequent items come first, with their last prices', async (t) => {
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

t.test('spellings of one item are suggested once', async (t) => {
  const app = await build(t)
  const shop = await program(app)
  for (const [name, price] of [
    ['Châle en soie', '40'],
    ['CHALE en  soie', '45'],
    ['Robe', '90'],
    ['châle en soie', '50'],
  ] as const) {
    await addOrder(shop, { items: [item(name, price)] })
  }
  t.strictSame(await suggestItems(app.db, 8), [
    { itemName: 'châle en soie', unitPrice: 5000 },
    { itemName: 'Robe', unitPrice: 9000 },
  ])
})
