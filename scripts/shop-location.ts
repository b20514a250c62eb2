// Location of this computer's shop, for commands that only look at it: creates neither secrets nor a folder.
import { resolve } from 'node:path'
import { s3Of } from '../src/config/index.ts'
import { readEnvironment } from '../src/config/read-environment.ts'
import type { S3Settings } from '../src/db/objects/s3.ts'

export interface ShopLocation {
  /** An absolute path. */
  dataDir: string
  file: string
  databaseUrl: string | null
  /** Object store of photos; `null`: they are in the database. */
  s3: S3Settings | null
}

/** @throws ConfigError if the environment, or `.env`, has a bad value */
export function locateShop(): ShopLocation {
  const given = readEnvironment(process.env)
  const dataDir = resolve(given.DATA_DIR)
  return {
    dataDir,
    file: resolve(dataDir, 'hemline.db'),
    databaseUrl: given.DATABASE_URL || null,
    s3: s3Of(given),
  }
}
