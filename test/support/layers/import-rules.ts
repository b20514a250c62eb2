// Import rules of the source tree: layers, areas, surfaces, integrations, cycles.
import { AREAS, EVENT_SCHEMAS, LAYERS, LOWEST_SCHEMAS, SURFACES } from './areas.ts'
import { importCycles } from './cycles.ts'
import { layerOf, partsOf, type Rule } from './rule.ts'
import type { Import, SourceTree } from './source-tree.ts'

const importRule = (
  key: string,
  name: string,
  remedy: string,
  isForbidden: (one: Import) => boolean,
): Rule => ({
  key,
  name,
  remedy,
  check: ({ imports }: SourceTree) =>
    imports.filter(isForbidden).map(({ from, to, isType }) => ({
      file: from,
      does: `imports ${isType ? 'a type of ' : ''}${to}`,
    })),
})

function breaksLayers({ from, to, isType }: Import): boolean {
  const [layer, other] = [layerOf(from), layerOf(to)]
  if (layer === undefined || layer === other) return false
  const { imports = [], types = [] } = LAYERS[layer] ?? {}
  return other === undefined || !(imports.includes(other) || (isType && types.includes(other)))
}

const areaOf = (path: string): number => AREAS.indexOf(partsOf(path)[1] ?? '')

const breaksServiceAreas = ({ from, to }: Import): boolean =>
  layerOf(from) === 'services' && layerOf(to) === 'services' && areaOf(to) > areaOf(from)

function breaksSchemaAreas({ from, to }: Import): boolean {
  if (layerOf(from) !== 'schemas' || layerOf(to) !== 'schemas') return false
  const [source, target] = [partsOf(from)[1] ?? '', partsOf(to)[1] ?? '']
  if (source === 'named.ts' || source === EVENT_SCHEMAS) return false
  if (target === EVENT_SCHEMAS) return areaOf(from) < AREAS.indexOf('history')
  if (target === 'named.ts') return source !== 'validation'
  if (target.endsWith('.ts') || LOWEST_SCHEMAS.includes(target)) return false
  return areaOf(to) > areaOf(from)
}

function breaksSurfaces({ from, to }: Import): boolean {
  if (layerOf(from) !== 'routes' || layerOf(to) !== 'routes') return false
  const [source, target] = [partsOf(from)[1] ?? '', partsOf(to)[1] ?? '']
  return SURFACES.includes(target) && target !== source
}

const isIntegration = (path: string): boolean => path.split('/').includes('integrations')

const breaksIntegrations = ({ from, to }: Import): boolean =>
  to.startsWith('src/') &&
  isIntegration(to) &&
  layerOf(from) !== undefined &&
  !isIntegration(from) &&
  layerOf(from) !== 'app'

/** Layers without SQL. Plugins and routes pass the database on and may name its types. */
const WITHOUT_SQL = ['lib', 'schemas', 'config', 'views', 'plugins', 'routes', 'app']

const breaksSql = ({ from, to }: Import): boolean =>
  to === 'src/db/sql.ts' && WITHOUT_SQL.includes(layerOf(from) ?? '')

export const IMPORT_RULES: readonly Rule[] = [
  importRule(
    'layers',
    'a layer imports lower layers only (ARCHITECTURE.md, "Layers")',
    'move what both need down to the lower layer, or pass it in as an argument',
    breaksLayers,
  ),
  importRule(
    'service areas',
    'an area of services imports itself and lower areas (ARCHITECTURE.md, "Areas")',
    'move what both need to the lower area, or react to an event of it',
    breaksServiceAreas,
  ),
  importRule(
    'schema areas',
    'an area of schemas imports itself and lower areas; named.ts and events/ import all',
    'move the shape or list that both need to the lower area or to schemas/common.ts',
    breaksSchemaAreas,
  ),
  importRule(
    'surfaces',
    'api, pages and graphql never import each other',
    'move what both need to a service or to routes/shared',
    breaksSurfaces,
  ),
  importRule(
    'integrations',
    'nobody imports integrations',
    'let the integration read the event log, or declare an interface that it registers for in app.ts',
    breaksIntegrations,
  ),
  importRule(
    'sql',
    'no SQL above services',
    'write the query in a function of a service',
    breaksSql,
  ),
  {
    key: 'cycles',
    name: 'no import cycles, types included',
    remedy: 'move what both need to a third file',
    check: (tree) =>
      importCycles(tree).map((cycle) => ({
        file: cycle[0] ?? '',
        does: `imports itself through ${cycle.slice(1).join(', ')}`,
      })),
  },
]
