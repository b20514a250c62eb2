// Words that are one edit apart: against all edits of a word, and never for equal or other words.
import fc from 'fast-check'
import t from 'tap'
import { isOneEditApart } from '../../../src/lib/text/edits.ts'

const letters = fc.array(fc.constantFrom<string[]>('a', 'b', 'é', '👗', 'ش'), {
  minLength: 1,
  maxLength: 8,
})

t.test('each single edit is one, in both directions', async (t) => {
  fc.assert(
    fc.property(letters, fc.nat(), fc.constantFrom('z', '🧵'), (word, place, letter) => {
      const at = place % word.length
      const edits = [
        word.toSpliced(at, 1),
        word.toSpliced(at, 0, letter),
        word.toSpliced(at, 1, letter),
      ]
      return edits.every((edited) => {
        const [one, other] = [word.join(''), edited.join('')]
        return isOneEditApart(one, other) && isOneEditApart(other, one)
      })
    }),
  )
  t.ok(isOneEditApart('shrit', 'shirt'), 'neighbours exchanged')
})

t.test('equal words and two edits are not', async (t) => {
  for (const [one, other] of [
    ['dress', 'dress'],
    ['', ''],
    ['dress', 'drsses'],
    ['dress', 'dr'],
    ['shirt', 'skort'],
    ['abcd', 'badc'],
  ] as const) {
    t.notOk(isOneEditApart(one, other), `${one} and ${other}`)
  }
})
