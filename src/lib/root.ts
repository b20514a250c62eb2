// The program's root folder: that of package.json, with migrations, views and public.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Searched for, because the sources and the bundled file lie at different depths. */
function root(): URL {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('..', folder)
    if (above.href === folder.href) throw new Error('There is no package.json above the program')
    folder = above
  }
  return folder
}

export const ROOT_URL = root()
export const ROOT = fileURLToPath(ROOT_URL)
