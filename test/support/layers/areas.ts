// Layers and areas of the source tree as data: who may import whom. ARCHITECTURE.md shows the same tables.

interface Layer {
  /** The layers it may import, besides itself. */
  imports: readonly string[]
  /** Layers of which it may import types only. */
  types?: readonly string[]
}

const UP_TO_SERVICES = ['lib', 'db', 'schemas', 'services']
const UP_TO_ROUTES = [...UP_TO_SERVICES, 'config', 'views', 'plugins', 'routes']

export const LAYERS: Readonly<Record<string, Layer>> = {
  lib: { imports: [] },
  db: { imports: ['lib'] },
  schemas: { imports: ['lib'] },
  config: { imports: ['lib', 'schemas'], types: ['db'] },
  services: { imports: ['lib', 'db', 'schemas'] },
  views: { imports: ['lib', 'schemas'], types: ['services'] },
  plugins: { imports: [...UP_TO_SERVICES, 'config', 'views'] },
  routes: { imports: [...UP_TO_SERVICES, 'config', 'views', 'plugins'] },
  app: { imports: UP_TO_ROUTES },
  server: { imports: [...UP_TO_ROUTES, 'app'] },
}

/** Lowest first: a file of `services` or `schemas` imports its own area and lower ones. */
export const AREAS: readonly string[] = [
  'shared',
  'shop',
  'tasks',
  'people',
  'photos',
  'catalogue',
  'access',
  'orders',
  'money',
  'workshop',
  'storefront',
  'messages',
  'assistant',
  'care',
  'history',
  'imports',
  'exports',
  'insight',
  'audit',
  'integrations',
]

/** Pages about the program itself: design, offline, errors. Only pages and views have this area. */
export const PAGE_AREAS: readonly string[] = [...AREAS, 'site']

/** Folders of schemas that are no areas. Every area may import the first two. */
export const LOWEST_SCHEMAS: readonly string[] = ['problems', 'validation']
/** The closed list of events imports every area's schemas; only `history` and higher areas import it. */
export const EVENT_SCHEMAS = 'events'

/** They share services, never each other. */
export const SURFACES: readonly string[] = ['api', 'pages', 'graphql']

/** Folders of views that are no areas. */
export const VIEW_FOLDERS: readonly string[] = ['layouts', 'helpers', 'contexts']

/** Folders of test that mirror no layer. */
export const TEST_FOLDERS: readonly string[] = [
  'support',
  'browser',
  'processes',
  'fuzz',
  'scripts',
  'bench',
]
