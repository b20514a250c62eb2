// Focus and scroll position after actions: the change or error is in view, the focus is where the work continues.
import t from 'tap'
import { program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import {
  acted,
  button,
  centre,
  focus,
  opener,
  reloaded,
  said,
  WINDOWS,
} from '../../support/browser/focus-checks.ts'
import { openShop, photo } from '../../support/browser/journeys.ts'
import { addEmployee, addOrder, addPhotos, inDays } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)
await office.put('/api/payment-rules', {
  methods: ['cash', 'card'],
  depositKind: 'none',
  workNeedsDeposit: false,
  handoverNeedsPayment: true,
})

const open = opener(url)

for (const at of WINDOWS) {
  const width = `${at.viewport.width} px`

  test(`payments at ${width} px: refused, taken, reversed, undone`, async (t, browser) => {
    const { id } = await addOrder(office)
    const page = await open(browser, at, `/admin/orders/${id}`)
    await page.locator('summary', { hasText: 'Take payment' }).click()
    const take = button(page, 'Take payment')
    await centre(page, '#payment-form button')

    await page.locator('#f-amount').fill('9999')
    const refused = await acted(page, () => take.click())
    t.match(refused, {
      id: 'f-amount',
      isSeen: true,
      invalid: 'true',
      description: /You can take up to/,
    })
    t.match(await said(page), /You can take up to \$185\.50/, 'and it is read out')
    t.equal(await page.locator('#f-amount').inputValue(), '9999', 'what was typed is there')

    await page.locator('#f-amount').fill('85.50')
    const taken = await acted(page, () => take.click())
    t.match(taken, { name: /^Balance ?\$100\.00/, isSeen: true })
    t.match(await said(page), /Payment recorded/)

    const row = page.locator('#order-payments dl > div', { hasText: 'Reverse' })
    await row.locator('summary').click()
    await row.getByLabel('What was wrong?').fill('   ')
    const unsaid = await acted(page, () => page.keyboard.press('Enter'))
    t.match(unsaid, { name: 'What was wrong?', isSeen: true, invalid: 'true' })
    await page.keyboard.type('Typed twice')
    const back = await acted(page, () => page.keyboard.press('Enter'))
    t.match(back, { id: /^payment-/, name: /reversed/, isSeen: true })

    await page.locator('summary', { hasText: 'Take payment' }).click()
    await acted(page, () => button(page, 'Take payment').click())
    await centre(page, '#order-timeline button')
    const entry = page.locator('#order-timeline li', { hasText: 'Undo' }).first()
    const before = await entry.boundingBox()
    const undone = await acted(page, () => button(page, /^Undo: Payment/).click())
    const after = await page.locator(`#${undone.id}`).boundingBox()
    t.match(undone, { id: /^event-/, isSeen: true }, 'in the timeline, where it was pressed')
    t.ok(Math.abs(Number(after?.y) - Number(before?.y)) < 100, 'and hardly anything moves')
    t.match(await said(page), /Undone/)
  })

  test(`a required payment at ${width} px: the amount, the reason, and the move`, async (t, browser) => {
    const { id } = await addOrder(office)
    for (const status of ['in_progress', 'ready'])
      await office.put(`/api/orders/${id}/status`, { status })
    const page = await open(browser, at, `/admin/orders/${id}`)
    const closed = await acted(page, () => button(page, 'Hand over').click())
    t.match(closed, { name: /Balance: \$185\.50/, isSeen: true })
    await page.locator('summary', { hasText: 'Hand over without payment' }).click()
    const reason = page.getByLabel('Reason')
    await reason.fill('   ')
    const unsaid = await acted(page, () => button(page, 'Hand over without payment').click())
    t.match(unsaid, {
      name: 'Reason',
      isSeen: true,
      invalid: 'true',
      description: /Enter the reason/,
    })
    await page.keyboard.type('Her wedding is today')
    const passed = await acted(page, () => page.keyboard.press('Enter'))
    t.match(passed, { id: 'order-status', isSeen: true })
    t.match(await said(page), /completed/i)
  })

  test(`photos and the tracking link at ${width} px`, async (t, browser) => {
    const order = await addOrder(office)
    const [, second] = await addPhotos(office, order.id, 3)
    const page = await open(browser, at, `/admin/orders/${order.id}`)
    const share = page.locator(`#share-${second?.id}`)
    await centre(page, `#share-${second?.id}`)
    const before = await focus(page)
    const shared = await acted(page, () => share.click())
    t.match(shared, { id: `share-${second?.id}`, isSeen: true, scroll: before.scroll })
    t.match(await said(page), /Photo shared with the customer/)

    await page.getByRole('link', { name: /^Delete photo 2/ }).click()
    const deleted = await acted(page, () => button(page, 'Delete photo').click())
    t.match(deleted, { id: /^figure-/, isSeen: true }, 'the photo that took its place')
    t.match(await said(page), /Photo deleted/)

    await page.locator('#f-images-camera').setInputFiles(await photo('hem.jpg'))
    const upload = button(page, 'Upload')
    await centre(page, '.needs-photos')
    const added = await acted(page, () => upload.click())
    t.match(added, { id: /^order-gallery|^f-images/, isSeen: true })
    t.match(await said(page), /Photo added/)

    await page.locator('summary', { hasText: 'Sent to the wrong person?' }).click()
    await page.getByRole('link', { name: 'Turn off this link' }).click()
    const withdrawn = await acted(page, () => button(page, 'Turn off this link').click())
    t.match(withdrawn, { name: 'Tracking link', isSeen: true })
    const renewed = await acted(page, () => button(page, 'Create a new link').click())
    t.match(renewed, { name: 'Tracking link', isSeen: true })
    t.match(await said(page), /New tracking link/)

    await page.getByRole('link', { name: 'Archive order' }).click()
    const archived = await reloaded(page, () => button(page, 'Archive order').click())
    t.match(archived, { name: /^This order is archived/, isSeen: true })
    const restored = await reloaded(page, () => button(page, 'Restore').click())
    t.match(restored, { scroll: archived.scroll })
    t.match(await said(page), /is back|restored/)
  })
}

for (const at of WINDOWS) {
  const width = `${at.viewport.width} px`

  test(`forms that reload the page at ${width} px: settings, logo, devices`, async (t, browser) => {
    const page = await open(browser, at, '/admin/settings')
    await page.locator('#f-taxRate').fill('a lot')
    const refused = await reloaded(page, () => page.keyboard.press('Enter'))
    t.match(refused, { id: 'form-errors', isSeen: true }, 'the list of what is wrong')
    t.equal(await page.locator('#f-taxRate').getAttribute('aria-invalid'), 'true')
    await page.locator('#f-taxRate').fill('19')
    await centre(page, '#f-theme')
    const { scroll } = await focus(page)
    const saved = await reloaded(page, () => button(page, 'Save settings').click())
    t.match(saved, { name: 'Save settings', isSeen: true })
    t.ok(Math.abs(saved.scroll - scroll) < 300, `${scroll} -> ${saved.scroll}`)
    t.match(await said(page), /saved/)

    await page
      .locator('#f-logo')
      .setInputFiles({ ...(await photo('logo.jpg')), buffer: Buffer.from('no picture') })
    const unfit = await reloaded(page, () => button(page, 'Save logo').click())
    t.match(unfit, { name: /^Not saved/, isSeen: true })
    await page.locator('#f-logo').setInputFiles(await photo('logo.jpg'))
    const hung = await reloaded(page, () => button(page, 'Save logo').click())
    t.match(hung, { id: 'save-logo', isSeen: true })
    await page.getByRole('link', { name: 'Remove logo' }).click()
    const removed = await reloaded(page, () => button(page, 'Remove logo').click())
    t.match(removed, { id: 'shop-logo', isSeen: true })
    t.equal(page.url(), `${url}/admin/settings`)

    for (let times = 0; times < 3; times++) await program(app)
    await page.goto('/profile')
    const devices = page.locator('#device-list > li')
    const other = devices.filter({ hasText: 'Sign out' }).first()
    const after = await devices.nth(2).getAttribute('id')
    await centre(page, '#device-list')
    const ended = await reloaded(page, () => devices.nth(1).getByRole('button').click())
    t.match(ended, { id: after, isSeen: true }, 'the device that took its place')
    t.ok(await other.isVisible())
  })
}

for (const at of WINDOWS) {
  const width = `${at.viewport.width} px`

  test(`the board at ${width} px keeps its scroll position and focuses the next card`, async (t, browser) => {
    const { id: employeeId } = await addEmployee(office, {
      name: 'Rosa',
      phoneNumber: `0170 555 ${at.viewport.width}`,
    })
    for (let count = 1; count <= 12; count++) {
      await addOrder(office, { employeeId, deadline: inDays(count) })
    }
    const page = await open(browser, at, `/admin/orders/board?employeeId=${employeeId}`)
    const cards = page.locator('#cards-pending > li')
    const ids = await page.evaluate<string[]>(
      `[...document.querySelectorAll('#cards-pending > li')].map(({ id }) => id)`,
    )

    const place = ids.length - 3
    await centre(page, `#${ids[place]}`)
    const before = await focus(page)
    t.ok(before.scroll > 300, 'far down')
    const moved = await acted(page, () => cards.nth(place).getByRole('button').click())
    t.match(moved, { id: ids[place + 1], isSeen: true })
    t.ok(Math.abs(moved.scroll - before.scroll) < 150, `${before.scroll} -> ${moved.scroll}`)
    t.match(await said(page), /in progress/)
    t.equal(new URL(page.url()).searchParams.get('employeeId'), String(employeeId))

    const undone = await acted(page, () =>
      page.locator('#toasts').getByRole('button', { name: 'Undo' }).click(),
    )
    t.match(undone, { id: ids[place], isSeen: true }, 'the card is back, and has the focus')
    t.ok(Math.abs(undone.scroll - before.scroll) < 150, `${before.scroll} -> ${undone.scroll}`)

    const last = cards.nth(ids.length - 1)
    await centre(page, `#${ids.at(-1)}`)
    const end = await acted(page, () => last.getByRole('button').click())
    t.match(end, { id: ids.at(-2), isSeen: true }, 'after the last the one before')

    // A live update must not move the card.
    await centre(page, `#${ids[place]}`)
    await page.evaluate(`document.querySelector('#${ids[place]} a').focus({ preventScroll: true })`)
    const top = `document.getElementById('${ids[place]}').getBoundingClientRect().top`
    const [was, first] = [await page.evaluate<number>(top), Number(ids[0]?.slice(5))]
    await office.put(`/api/orders/${first}/status`, { status: 'in_progress' })
    await page
      .locator(`#${ids[0]}`)
      .and(page.locator('#cards-pending > li'))
      .waitFor({ state: 'detached' })
    t.match(await focus(page), { id: ids[place] }, 'the focus stays')
    t.ok(Math.abs((await page.evaluate<number>(top)) - was) < 3, 'so does the card')
    await office.put(`/api/orders/${Number(ids[place]?.slice(5))}/status`, { status: 'cancelled' })
    await page.locator(`#${ids[place]}`).waitFor({ state: 'detached' })
    t.match(await focus(page), { id: ids[place + 1] }, 'gone by somebody else: the neighbour')
  })
}
