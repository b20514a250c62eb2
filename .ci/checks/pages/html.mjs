// The Nu HTML checker (https://validator.github.io/validator). It refuses local addresses, so it gets the pages as
// files, all at once, because starting Java takes longer than checking.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vnu from 'vnu-jar'
import { missing } from './missing-tool.mjs'

/** Prints each error once, with its pages; returns true if there is none. */
export async function checkHtml(pages) {
  if (spawnSync('java', ['-version']).status !== 0) return missing('Java', 'the HTML checker')
  const folder = mkdtempSync(join(tmpdir(), 'hemline-html-'))
  try {
    const files = pages.map(({ html }, index) => {
      const file = join(folder, `${index}.html`)
      writeFileSync(file, html)
      return file
    })
    const found = errorsOf(check(files), pages)
    for (const [message, where] of found) {
      console.error(`${message}\n  ${where.size} pages: ${[...where].slice(0, 5).join(', ')}`)
    }
    console.log(`Nu HTML checker: ${found.size} different errors on ${pages.length} pages`)
    return found.size === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function check(files) {
  const options = ['--errors-only', '--exit-zero-always', '--format', 'json', '--stdout']
  const { status, stdout, stderr } = spawnSync('java', ['-jar', vnu, ...options, ...files], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`The HTML checker ended with ${status}: ${stderr}`)
  return JSON.parse(stdout).messages
}

/** Message with its source position -> pages. */
function errorsOf(messages, pages) {
  const found = new Map()
  for (const { url, message, extract, lastLine } of messages) {
    const index = Number(/(\d+)\.html$/.exec(url ? fileURLToPath(url) : '')?.[1])
    const { who, path } = pages[index] ?? { who: 'nobody', path: url }
    const key = `${message}\n  ${extract?.replaceAll(/\s+/g, ' ') ?? ''}`
    if (!found.has(key)) found.set(key, new Set())
    found.get(key).add(`${path} (${who}, line ${lastLine})`)
  }
  return found
}
