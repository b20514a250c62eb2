// Addresses of API keys: IPv4, IPv6, ranges, and IPv4 mapped into IPv6.
import t from 'tap'
import {
  isWithin,
  parseAddresses,
  rangeLists,
} from '../../../../src/services/access/keys/addresses.ts'

const allows = (ranges: string[], ip: string | undefined) =>
  isWithin(rangeLists(parseAddresses(ranges)), ip)

t.test('an address and a range are compared by their bits', async (t) => {
  const cases: [range: string, ip: string, isAllowed: boolean][] = [
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.99/24', '203.0.113.1', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', true],
    ['2001:db8::/48', '2001:db8:0:ffff::1', true],
    ['2001:db8::/48', '2001:db8:1::1', false],
    ['203.0.113.7', '::ffff:203.0.113.7', true],
    ['203.0.113.7', '::ffff:cb00:7107', true],
    ['203.0.113.0/24', '::ffff:203.0.114.1', false],
    ['::ffff:203.0.113.7', '203.0.113.7', true],
    ['::ffff:203.0.113.0/120', '203.0.113.200', true],
    ['::ffff:203.0.113.0/120', '203.0.114.1', false],
    ['::/0', '203.0.113.7', false],
    ['fe80::/10', 'fe80::1%eth0', true],
  ]
  for (const [range, ip, isAllowed] of cases) {
    t.equal(allows([range], ip), isAllowed, `${ip} in ${range}`)
  }
})

t.test('several ranges are alternatives, and none is everywhere', async (t) => {
  const office = ['192.0.2.0/28', '2001:db8:7::/64']
  t.ok(allows(office, '192.0.2.15'))
  t.ok(allows(office, '2001:db8:7::99'))
  t.notOk(allows(office, '192.0.2.16'))
  t.ok(allows([], '192.0.2.16'))
  t.ok(allows([], undefined))
  t.notOk(allows(office, undefined), 'the address of a closed connection is not known')
  t.notOk(allows(office, 'unix socket'))
})

t.test('ranges are stored in one spelling, each once', async (t) => {
  const typed = [' 2001:DB8:0::1 ', '2001:db8::1', '::ffff:10.0.0.0/104', '10.0.0.1']
  t.same(parseAddresses(typed), ['2001:db8::1', '10.0.0.0/8', '10.0.0.1'])
})

t.test('what is no address is refused, each by its place', async (t) => {
  const wrong = [
    ...['', 'shop.example', '203.0.113', '203.0.113.256', '203.0.113.7/33', '2001:db8::/129'],
    ...[
      '203.0.113.0/',
      '203.0.113.0/-1',
      'fe80::1%eth0',
      '::ffff:10.0.0.0/8',
      '01.2.3.4',
      '1.2.3.4/24/8',
    ],
  ]
  try {
    parseAddresses(['203.0.113.7', ...wrong])
    t.fail('nothing was refused')
  } catch (error) {
    const { errors } = (error as { extras: { errors: { pointer: string }[] } }).extras
    const expected = wrong.map((_, at) => `/addresses/${at + 1}`)
    t.same(
      errors.map(({ pointer }) => pointer),
      expected,
    )
  }
})
