// Encryption at rest: only with the same key and context, and never the same text twice.
import t from 'tap'
import { decrypt, deriveKey, encrypt, keyedHash } from '../../src/lib/encryption.ts'

const key = deriveKey('a secret of the server', 'one purpose')

t.test('a text comes back with the same key and context only', async (t) => {
  const text = encrypt(key, 'MZXW6YTBOI', 'user 7')
  t.equal(decrypt(key, text, 'user 7'), 'MZXW6YTBOI')
  t.equal(decrypt(key, text, 'user 8'), undefined, 'moved to another row')
  t.equal(decrypt(deriveKey('another secret', 'one purpose'), text, 'user 7'), undefined)
  t.equal(decrypt(deriveKey('a secret of the server', 'another'), text, 'user 7'), undefined)
  t.notMatch(text, 'MZXW')
  t.not(encrypt(key, 'MZXW6YTBOI', 'user 7'), text)
})

t.test('a changed or cut text is refused', async (t) => {
  const bytes = Buffer.from(encrypt(key, 'MZXW6YTBOI', ''), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    t.equal(decrypt(key, changed.toString('base64url'), ''), undefined, String(at))
  }
  for (const length of [0, 11, 20, 27]) {
    t.equal(decrypt(key, bytes.subarray(0, length).toString('base64url'), ''), undefined)
  }
})

t.test('a keyed hash depends on key and text', async (t) => {
  t.equal(keyedHash(key, 'a'), keyedHash(key, 'a'))
  t.not(keyedHash(key, 'a'), keyedHash(key, 'b'))
  t.not(keyedHash(key, 'a'), keyedHash(deriveKey('another', 'one purpose'), 'a'))
})
