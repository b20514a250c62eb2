// If-Match and If-None-Match with one entity tag, several, or `*` (RFC 9110, section 13.1).
import t from 'tap'
import { openShop, refused } from '../../support/api.ts'
import { addCustomer, addEmployee, addOrder } from '../../support/shop/factories.ts'

const { owner } = await openShop(t)

t.test('a change is made if one of the versions is current', async (t) => {
  const things = [
    ['orders', await addOrder(owner)],
    ['customers', await addCustomer(owner)],
    ['employees', await addEmployee(owner)],
  ] as const
  for (const [noun, { id, version }] of things) {
    const url = `/api/${noun}/${id}`
    const send = (tags: string, input: object) => owner.put(url, input, { 'if-match': tags })
    const input = (at: number) =>
      noun === 'employees' ? { phoneNumber: `030 123456${at}` } : { notes: `Changed ${at}` }
    const lists = [
      (now: number) => `"${now}", "700"`,
      (now: number) => `"700","${now}"`,
      (now: number) => `, W/"700" ,, W/"${now}"`,
      (now: number) => `"a, b", "${now}"`,
      () => '*',
    ]
    for (const [at, list] of lists.entries()) {
      const tags = list(version + at)
      const answer = await send(tags, input(at))
      t.equal(answer.statusCode, 200, `${noun}: ${tags} ${answer.body}`)
    }
    for (const tags of ['"700", "701"', '"a, b"', '"700', '700', '']) {
      refused(t, await send(tags, input(9)), 412, 'stale_version', `${noun}: ${tags}`)
    }
    refused(t, await owner.delete(url, { 'if-match': '"700", W/"701"' }), 412, 'stale_version')
    const now = version + lists.length
    t.equal((await owner.delete(url, { 'if-match': `"1", "${now}"` })).statusCode, 204)
  }
})
