// Loads .env if it exists. Environment variables take precedence.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const file = join(ROOT, '.env')
if (existsSync(file)) process.loadEnvFile(file)
