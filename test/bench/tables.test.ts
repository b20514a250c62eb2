// The tables of the documents are made from the reference run, and not by hand.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { documentsWith, readReference } from '../../bench/tables.ts'

t.test('they say what the reference run found', (t) => {
  for (const [file, text] of documentsWith(readReference())) {
    t.equal(readFileSync(file, 'utf8'), text, `${file}: run node --import tsx bench/tables.ts`)
  }
  t.end()
})
