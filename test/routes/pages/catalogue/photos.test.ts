// Photos of a product without JavaScript, and the links of the activity page to the catalogue.
import sharp from 'sharp'
import t from 'tap'
import { build, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { said, textOf } from '../../../support/reading.ts'
import { fillShelf, shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)

async function photo(name: string, background: string): Promise<File> {
  const create = { width: 40, height: 50, channels: 3, background } as const
  const bytes = await sharp({ create }).jpeg().toBuffer()
  return new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' })
}

t.test('photos are added, one is made the first, one is deleted', async (t) => {
  const { id } = await shelf.add({ name: 'Veil', price: '20' })
  const url = `/admin/products/${id}`
  const images = [await photo('front.jpg', '#a35'), await photo('back.jpg', '#35a')]
  const added = await submit(owner, await owner.get(url), {
    form: '#product-gallery form[enctype]',
    typed: { images },
  })
  t.equal(added.location, `${url}#product-gallery`)
  const [front, back] = (await shelf.product(id)).images.map((image) => image.id)
  const page = await owner.get(url)
  t.equal(said(page.$('#toasts .toast > span')), '2 photos added.')
  t.match(page.$('#product-photos img').first().attr('src'), `/api/products/${id}/images/${front}`)
  t.match(textOf(page.$('#product-photos figcaption')), 'First, shown in lists')
  await submit(owner, page, { form: `form[action="${url}/images/${back}/first"]` })
  t.strictSame(
    (await shelf.product(id)).images.map((image) => image.id),
    [back, front],
  )
  const list = await owner.get('/admin/products')
  t.match(list.$('.thumb').attr('src'), `/images/${back}?size=thumb`)
  const again = await owner.get(url)
  await submit(owner, again, { form: `form[action="${url}/images/${back}/delete"]` })
  t.strictSame(
    (await shelf.product(id)).images.map((image) => image.id),
    [front],
  )
})

t.test('no photo chosen, and a file that is none, are told', async (t) => {
  const { id } = await shelf.add({ name: 'Glove', price: '20' })
  const url = `/admin/products/${id}`
  const form = '#product-gallery form[enctype]'
  const none = await submit(owner, await owner.get(url), { form })
  t.equal(none.status, 422)
  t.match(said(none.$('#product-gallery [role=alert]')), 'Photos not saved.')
  const images = [new File(['no photo'], 'notes.jpg', { type: 'image/jpeg' })]
  const wrong = await submit(owner, await owner.get(url), { form, typed: { images } })
  t.equal(wrong.status, 415)
  t.match(said(wrong.$('#product-gallery [role=alert]')), 'Photos not saved.')
})

t.test('the activity page names products, categories and counts, and links to them', async (t) => {
  await fillShelf(app)
  const { $ } = await owner.get('/admin/activity')
  const links = $('.timeline a[href^="/admin/"]')
    .toArray()
    .map((link) => `${$(link).text()} ${$(link).attr('href')}`)
  for (const link of [
    'Veil /admin/products/1',
    'Evening wear /admin/categories/1',
    'count 1 /admin/stock/counts/1',
  ])
    t.ok(links.includes(link), link)
})
