// One-time codes: the test vectors of RFC 4226 and RFC 6238, drift of clocks, and codes that were used.
import t from 'tap'
import {
  codeOfStep,
  createTotpSecret,
  fromBase32,
  otpauthUrl,
  stepAt,
  stepOfCode,
  toBase32,
} from '../../src/lib/totp.ts'

const SECRET = Buffer.from('12345678901234567890')

t.test('the test vectors of RFC 4226, appendix D', async (t) => {
  const codes = Array.from({ length: 10 }, (_, counter) => codeOfStep(SECRET, counter))
  t.same(codes, [
    ...['755224', '287082', '359152', '969429', '338314'],
    ...['254676', '287922', '162583', '399871', '520489'],
  ])
})

t.test('the test vectors of RFC 6238, appendix B', async (t) => {
  for (const [seconds, code] of [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ] as const) {
    t.equal(codeOfStep(SECRET, stepAt(seconds * 1000), 8), code, String(seconds))
  }
})

t.test('a phone may be one step early or late', async (t) => {
  const now = 1_000_000_000_000
  const step = stepAt(now)
  for (const [drift, found] of [
    [-2, undefined],
    [-1, step - 1],
    [0, step],
    [1, step + 1],
    [2, undefined],
  ] as const) {
    t.equal(stepOfCode(SECRET, codeOfStep(SECRET, step + drift), now, null), found, String(drift))
  }
})

t.test('a code is refused up to the step that was used last', async (t) => {
  const now = 1_000_000_000_000
  const step = stepAt(now)
  const code = codeOfStep(SECRET, step)
  t.equal(stepOfCode(SECRET, code, now, step - 1), step)
  t.equal(stepOfCode(SECRET, code, now, step), undefined)
  t.equal(stepOfCode(SECRET, codeOfStep(SECRET, step - 1), now, step), undefined, 'an earlier one')
  t.equal(stepOfCode(SECRET, codeOfStep(SECRET, step + 1), now, step), step + 1, 'the next one')
})

t.test('secrets are base32 without padding (RFC 4648, section 10)', async (t) => {
  t.equal(toBase32(Buffer.from('foobar')), 'MZXW6YTBOI')
  t.equal(toBase32(Buffer.from('fo')), 'MZXQ')
  const secret = createTotpSecret()
  t.equal(secret.length, 20)
  t.same(fromBase32(toBase32(secret)), secret)
})

t.test('the address for authenticator apps names shop and account', async (t) => {
  const url = new URL(otpauthUrl('MZXW6YTBOI', 'Needle: & Thread', 'rosa@example.com'))
  t.equal(url.host, 'totp')
  t.equal(decodeURIComponent(url.pathname), '/Needle  & Thread:rosa@example.com')
  t.same(Object.fromEntries(url.searchParams), {
    ...{ secret: 'MZXW6YTBOI', issuer: 'Needle: & Thread' },
    ...{ algorithm: 'SHA1', digits: '6', period: '30' },
  })
})
