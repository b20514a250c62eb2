// File names of built assets, from the build's manifest.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Returns the file built from `name`: `app.css` is `app-3f2a91c07b.css`. */
export type BuiltAssets = (name: string) => string

/**
 * Reads the manifest once. `root` is the project's root folder.
 * @throws if the assets were not built; the result throws for an unknown asset
 */
export function builtAssets(root: string): BuiltAssets {
  const manifest = readManifest(join(root, 'public/build/manifest.json'))
  return (name) => {
    const built = manifest[name]
    if (!built) throw new Error(`There is no built asset "${name}".`)
    return built
  }
}

function readManifest(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Error(`The assets are not built (${path}): run npm run build.`, { cause })
  }
}
