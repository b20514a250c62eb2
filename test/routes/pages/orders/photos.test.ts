// Photos of an order's page: upload and deletion, without JavaScript and by htmx.
import sharp from 'sharp'
import t from 'tap'
import { AS_HTMX, account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isFragment, isPage, said } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { noisyPhoto } from '../../../support/shop/photo-files.ts'

const app = await build(t, { MAX_IMAGES_PER_ORDER: '3', MAX_UPLOAD_MB: '1' })
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

/** An order and its page. */
async function opened() {
  const order = await addOrder(office)
  const url = `/admin/orders/${order.id}`
  const form = `form[action^="${url}/images?"]`
  return {
    order,
    url,
    page: await counter.get(url),
    upload: (page: Page, images: readonly File[], headers = {}) =>
      submit(counter, page, { form, button: 'Upload', typed: { images }, headers }),
    stored: async () => (await office.get(`/api/orders/${order.id}`)).json().images,
  }
}

const alerts = (page: Page) => eachSaid(page, 'main [role=alert]')
const toast = (page: Page) => said(page.$('#toasts .toast'))
const photo = async (name: string, colour = '#a33') => {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
  return new File([await picture.jpeg().toBuffer()], name, { type: 'image/jpeg' })
}

t.test(
  'several photos are uploaded at once, shown small and large, deleted one by one',
  async (t) => {
    const { order, url, page, upload } = await opened()
    const images = [await photo('front.jpg'), await photo('back.jpg', '#33a')]
    const saved = await upload(page, images)
    t.equal(saved.status, 303)
    const orderPage = await counter.get(url)
    t.match(toast(orderPage), '2 photos added.')
    const pictures = orderPage.$('#order-gallery figure img')
    t.strictSame(pictures.map((_, img) => orderPage.$(img).attr('alt')).get(), [
      `Photo 1 of order ${order.number}`,
      `Photo 2 of order ${order.number}`,
    ])
    for (const address of [
      pictures.attr('src'),
      orderPage.$('#order-gallery figure a').attr('href'),
    ]) {
      const picture = await counter.get(address ?? '')
      t.match(picture.response.headers, {
        'content-type': 'image/jpeg',
        'x-content-type-options': 'nosniff',
      })
    }
    const [form] = orderPage
      .$('#order-gallery form[action$="/delete"]')
      .map((_, one) => orderPage.$(one).attr('action'))
      .get()
    const gone = await submit(counter, orderPage, {
      form: `form[action="${form}"]`,
      button: 'Delete photo',
    })
    t.equal(gone.status, 303)
    const left = await counter.get(url)
    t.match(toast(left), 'Photo deleted.')
    t.equal(left.$('#order-gallery figure').length, 1)
    t.strictSame(eachSaid(left, '#order-timeline li p'), [
      'Photo deleted',
      '2 photos added',
      'Order taken',
    ])
  },
)

t.test('other files are refused in a sentence, and nothing is stored', async (t) => {
  const { page, upload, stored } = await opened()
  const html = new File(['<html><script>alert(1)</script>'], 'gown.jpg', { type: 'image/jpeg' })
  const noisy = await (await noisyPhoto()).jpeg().toBuffer()
  const broken = new File([noisy.subarray(0, noisy.length / 2)], 'cut-off.jpg')
  for (const [images, status, words] of [
    [[html], 415, /JPEG/],
    [[await photo('good.jpg'), broken], 422, /./],
    [[], 422, /Choose at least one photo/],
    [[new File([Buffer.alloc(1_100_000)], 'huge.jpg')], 413, /at most 1 MB/],
  ] as const) {
    const refused = await upload(page, images)
    t.equal(refused.status, status)
    isPage(t, refused, /Order/)
    t.match(alerts(refused), [/Photos not saved\./])
    t.match(alerts(refused), [words])
  }
  const swapped = await upload(page, [html], AS_HTMX)
  isFragment(t, swapped, 'order-gallery')
  t.strictSame(await stored(), [])
})

t.test('an order has a maximum number of photos', async (t) => {
  const { url, page, upload, stored } = await opened()
  const two = [await photo('1.jpg'), await photo('2.jpg', '#3a3')]
  await upload(page, two)
  const full = await counter.get(url)
  t.match(said(full.$('#order-gallery')), '2 of 3')
  const refused = await upload(full, two)
  t.equal(refused.status, 409)
  t.match(alerts(refused), [/An order can have 3 photos and this one has 2. Delete one first./])
  t.equal((await stored()).length, 2, 'not even the first of them')
  await upload(full, [await photo('3.jpg', '#33a')])
  t.equal((await counter.get(url)).$('input[type=file]').length, 0, 'a full order offers no upload')
})

t.test('a double tap on Upload stores each photo once', async (t) => {
  const { page, upload, stored } = await opened()
  const images = [await photo('front.jpg')]
  const taps = await Promise.all([upload(page, images), upload(page, images)])
  t.strictSame(
    taps.map(({ status }) => status),
    [303, 303],
  )
  t.equal((await stored()).length, 1)
})

t.test('with htmx upload and deletion return the gallery only', async (t) => {
  const { page, upload } = await opened()
  const swapped = await upload(page, [await photo('front.jpg')], AS_HTMX)
  isFragment(t, swapped, 'order-gallery')
  t.equal(swapped.$('#order-gallery > .gallery figure').length, 1)
  const form = '#order-gallery form[action$="/delete"]'
  const gone = await submit(counter, swapped, { form, button: 'Delete photo', headers: AS_HTMX })
  isFragment(t, gone, 'order-gallery')
  t.match(said(gone.$('#order-gallery')), 'None yet')
})

t.test('photos of an unknown order are 404, and other roles are refused', async (t) => {
  const { url, page, upload, order } = await opened()
  await upload(page, [await photo('front.jpg')])
  const orderPage = await counter.get(url)
  const picture = orderPage.$('#order-gallery figure a').attr('href') ?? ''
  const stranger = await signedIn(app, await account(app, 'customer'))
  t.equal((await stranger.get(picture)).status, 404, 'no customer sees the photos of another')
  const action = orderPage.$('#order-gallery form[action$="/delete"]').attr('action') ?? ''
  t.equal((await stranger.post(action)).status, 403)
  t.equal((await counter.post(action.replace(/images\/\d+/, 'images/9999'))).status, 404)
  t.equal((await counter.post(action.replace(`orders/${order.id}/`, 'orders/9999/'))).status, 404)
})
