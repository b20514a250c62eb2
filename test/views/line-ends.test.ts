// Spaces of sentences in templates: Eta drops the line break before a tag.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const VIEWS = new URL('../../src/views/', import.meta.url)

/** A word at the end of a line, and a value at the start of the next: "at most" and 2,000 become "at most2,000". */
const GLUED = /^(?!.*[{}'`]$).*[\p{L}\p{N},;:.)]\n\s*<%=/gmu

t.test('no sentence of a template loses the space before a value', async (t) => {
  t.match('at most\n<%= it.lines %> lines', GLUED, 'the pattern finds what it is for')
  const templates = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.eta'),
  )
  t.ok(templates.length > 100)
  for (const file of templates) {
    const text = readFileSync(new URL(file, VIEWS), 'utf8')
    t.strictSame(text.match(GLUED) ?? [], [], file)
  }
})
