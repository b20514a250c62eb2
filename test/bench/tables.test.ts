// Benchmark tables in the documents: generated from the reference run, not written by hand.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { documentsWith, readReference } from '../../bench/tables.ts'

t.test('the tables equal the figures of the reference run', (t) => {
  for (const [file, text] of documentsWith(readReference())) {
    t.equal(readFileSync(file, 'utf8'), text, `${file}: run node --import tsx bench/tables.ts`)
  }
  t.end()
})
