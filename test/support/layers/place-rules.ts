// Place and size rules of the source tree: folders of areas, files a folder, lines a file.
import { posix } from 'node:path'
import {
  AREAS,
  EVENT_SCHEMAS,
  LAYERS,
  LOWEST_SCHEMAS,
  PAGE_AREAS,
  SURFACES,
  TEST_FOLDERS,
  VIEW_FOLDERS,
} from './areas.ts'
import { partsOf, type Rule, type Violation } from './rule.ts'

const MOST_FILES = 20
const MOST_LINES = 250
const MOST_CHARACTERS = 160

const COUNTED_FOLDERS = ['src/', 'test/', 'public/src/']

/** Folders allowed in a layer; `undefined` if all are. */
function foldersOf([layer = '', surface = '']: readonly string[]): readonly string[] | undefined {
  if (layer === 'services') return AREAS
  if (layer === 'schemas') return [...AREAS, ...LOWEST_SCHEMAS, EVENT_SCHEMAS]
  if (layer === 'views') return [...PAGE_AREAS, ...VIEW_FOLDERS]
  if (layer !== 'routes') return undefined
  if (surface === 'pages') return PAGE_AREAS
  return SURFACES.includes(surface) ? AREAS : ['shared', ...SURFACES]
}

/** True if a file is in an area, or beside the areas where the layer allows it. */
function isInPlace(path: string): boolean {
  const parts = partsOf(path)
  const [layer = '', folder = ''] = parts
  if (!Object.hasOwn(LAYERS, layer.replace(/\.ts$/, ''))) return false
  if (layer === 'routes' && folder !== 'shared' && parts.length > 3)
    return [folder, parts[2] ?? ''].every((name, depth) =>
      foldersOf(depth === 0 ? ['routes'] : ['routes', folder])?.includes(name),
    )
  if (parts.length < 3) return layer !== 'services' && layer !== 'routes' && layer !== 'views'
  return foldersOf([layer])?.includes(folder) ?? true
}

/** Tests of a whole layer or surface are beside the folders of its areas. */
function isTestInPlace(path: string): boolean {
  const parts = partsOf(path)
  const [layer = ''] = parts
  if (parts.length < 3) return parts.length === 1 || TEST_FOLDERS.includes(layer) || isLayer(layer)
  if (TEST_FOLDERS.includes(layer)) return true
  return isLayer(layer) && (layer === 'views' || isInPlace(`src/${parts.join('/')}`))
}

const isLayer = (name: string): boolean => Object.hasOwn(LAYERS, name)

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

function fullFolders(paths: readonly string[]): Violation[] {
  const counts = new Map<string, number>()
  for (const path of paths) {
    const folder = posix.dirname(path)
    if (COUNTED_FOLDERS.some((counted) => path.startsWith(counted)))
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder, count]) => ({ file: folder, does: `holds ${count} files` }))
}

export const PLACE_RULES: readonly Rule[] = [
  {
    key: 'places',
    name: 'services, schemas, routes and views are divided into areas, test mirrors src',
    remedy: 'move the file into the folder of its area; a new area is named in areas.ts first',
    check: ({ files }) =>
      [...files.keys()]
        .filter((path) =>
          path.startsWith('src/')
            ? !isInPlace(path)
            : path.startsWith('test/') && !isTestInPlace(path),
        )
        .map((file) => ({ file, does: 'stands in no area' })),
  },
  {
    key: 'folder sizes',
    name: `a folder of src, test or public/src holds at most ${MOST_FILES} files`,
    remedy: 'give the files of one noun a folder of their own',
    check: ({ files }) => fullFolders([...files.keys()]),
  },
  {
    key: 'file sizes',
    name: `a file has at most ${MOST_LINES} lines`,
    remedy: 'split it by what its parts are about',
    check: ({ files }) =>
      [...files]
        .filter(([file]) => !file.startsWith('migrations/'))
        .map(([file, text]) => ({ file, lines: linesOf(text).length }))
        .filter(({ lines }) => lines > MOST_LINES)
        .map(({ file, lines }) => ({ file, does: `has ${lines} lines` })),
  },
  {
    key: 'template lines',
    name: `a line of a template has at most ${MOST_CHARACTERS} characters`,
    remedy:
      'break the line between two attributes or inside an expression, or move words to a helper',
    check: ({ files }) =>
      [...files]
        .filter(([file]) => file.endsWith('.eta'))
        .flatMap(([file, text]) =>
          linesOf(text)
            .map((line, at) => ({ line: at + 1, length: [...line].length }))
            .filter(({ length }) => length > MOST_CHARACTERS)
            .map(({ line, length }) => ({
              file,
              does: `has ${length} characters in line ${line}`,
            })),
        ),
  },
]
