// Writes the OpenAPI document of an empty shop: node --import tsx .ci/checks/write-openapi.ts <file>
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/index.ts'
import { openDatabase } from '../../src/db/open.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('Say which file to write')
const dataDir = await mkdtemp(join(tmpdir(), 'hemline-openapi-'))
const config = loadConfig({ DATA_DIR: dataDir })
const app = await buildApp({ config, db: await openDatabase(config) })
try {
  await app.ready()
  await writeFile(file, JSON.stringify(app.swagger(), null, 2))
} finally {
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
}
