// Accidental input: scrolling over a number field, passing an option by keyboard.
import t from 'tap'
import { program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import { openShop, signIn, visit } from '../../support/browser/journeys.ts'
import { addEmployee, addOrder } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)

const scrolled =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY))))'

for (const width of [360, 1280]) {
  test(`the wheel scrolls the page and changes no quantity, at ${width} px`, async (t, browser) => {
    const { page } = await visit(browser, url, { viewport: { width, height: 740 } })
    await page.goto('/admin/orders/new')
    await signIn(page)
    const quantity = page.getByLabel('Quantity').first()
    await quantity.fill('12')
    await quantity.scrollIntoViewIfNeeded()
    await quantity.hover()
    const before = await page.evaluate<number>(scrolled)
    for (const [deltaX, deltaY] of [
      [0, 60],
      [0, 60],
      [0, -40],
      [60, 0],
    ] as const) {
      await page.mouse.wheel(deltaX, deltaY)
      await page.evaluate(scrolled)
    }
    t.equal(await quantity.inputValue(), '12')
    const isInField = `document.activeElement.matches('[type=number]:not([readonly])')`
    t.ok(await page.evaluate(isInField), 'still in the field')
    t.not(await page.evaluate<number>(scrolled), before, 'and the page has moved')
    await page.keyboard.press('ArrowUp')
    t.equal(await quantity.inputValue(), '13', 'the arrow keys count')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('0')
    t.equal(await quantity.inputValue(), '120', 'and what is typed is taken')
  })
}

test('a select applies when an option is chosen, not while the keyboard passes it', async (t, browser) => {
  const [rosa, li] = [
    await addEmployee(office),
    await addEmployee(office, { name: 'Li Wei', phoneNumber: '0170 555 0199' }),
  ]
  await addOrder(office)
  const { page } = await visit(browser, url, { viewport: { width: 1280, height: 800 } })
  const requests: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) requests.push(new URL(request.url()).search)
  })
  await page.goto('/admin/orders/board')
  await signIn(page)
  const maker = page.getByLabel('Made by')
  await maker.focus()
  requests.length = 0
  for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowDown')
  await page.evaluate(scrolled)
  const passed = await maker.inputValue()
  t.ok([rosa.id, li.id].map(String).includes(passed), 'two choices were passed on the way')
  t.strictSame(requests, [], 'and none was applied')
  await Promise.all([page.waitForURL(/employeeId=/), page.keyboard.press('Enter')])
  t.strictSame(requests, [`?column=pending&employeeId=${passed}`])
  requests.length = 0
  await Promise.all([page.waitForURL(/employeeId=none/), maker.selectOption('none')])
  t.strictSame(requests, ['?column=pending&employeeId=none'], 'by hand it applies at once')
})

test('a year being typed filters by the whole year, not by its first digits', async (t, browser) => {
  const { page } = await visit(browser, url, { viewport: { width: 1280, height: 800 } })
  await page.goto('/admin/orders')
  await signIn(page)
  await page.getByText('Filters', { exact: true }).click()
  const fromValues: (string | null)[] = []
  page.on('request', (request) => {
    if (request.url().includes('from=2'))
      fromValues.push(new URL(request.url()).searchParams.get('from'))
  })
  await page.getByLabel('Taken from').focus()
  await page.keyboard.type('02022026', { delay: 5 })
  await page.waitForURL(/from=2026-02-02/)
  t.strictSame(fromValues, ['2026-02-02'])
})
