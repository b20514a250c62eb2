// Sample source trees for tests of the rules: one violation each, and one without any.

interface Sample {
  file: string
  files: Readonly<Record<string, string>>
}

const importing = (file: string, to: string, line: string): Sample => ({
  file,
  files: { [file]: line, [to]: '' },
})

const files = (folder: string, count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${folder}/${at}.ts`, '']))

const TABLES = { 'migrations/sqlite/0001.sql': 'CREATE TABLE orders (id INTEGER)' }

export const BROKEN: Readonly<Record<string, readonly Sample[]>> = {
  layers: [
    importing('src/lib/a.ts', 'src/schemas/b.ts', "import { b } from '../schemas/b.ts'"),
    importing('src/lib/a.ts', 'src/schemas/b.ts', "import type { B } from '../schemas/b.ts'"),
    importing('src/db/a.ts', 'src/services/shop/b.ts', "import '../services/shop/b.ts'"),
    importing('src/schemas/a.ts', 'src/db/b.ts', "export * from '../db/b.ts'"),
    importing('src/config/a.ts', 'src/db/b.ts', "import { type A, b } from '../db/b.ts'"),
    importing(
      'src/views/helpers/a.ts',
      'src/services/shop/b.ts',
      "await import('../../services/shop/b.ts')",
    ),
    importing(
      'src/plugins/a.ts',
      'src/routes/shared/b.ts',
      "import b from '../routes/shared/b.ts'",
    ),
    importing('src/routes/shared/a.ts', 'src/app.ts', "import { b } from '../../app.ts'"),
    importing('src/app.ts', 'src/server.ts', "import { b } from './server.ts'"),
    importing('src/server.ts', 'test/support/b.ts', "import { b } from '../test/support/b.ts'"),
  ],
  'service areas': [
    importing(
      'src/services/shared/a.ts',
      'src/services/orders/b.ts',
      "import type { B } from '../orders/b.ts'",
    ),
    importing(
      'src/services/imports/a.ts',
      'src/services/exports/b.ts',
      "import { b } from '../exports/b.ts'",
    ),
  ],
  'schema areas': [
    importing(
      'src/schemas/shop/a.ts',
      'src/schemas/orders/b.ts',
      "import { b } from '../orders/b.ts'",
    ),
    importing(
      'src/schemas/common.ts',
      'src/schemas/shared/b.ts',
      "import { b } from './shared/b.ts'",
    ),
    importing(
      'src/schemas/validation/a.ts',
      'src/schemas/shop/b.ts',
      "import { b } from '../shop/b.ts'",
    ),
    importing('src/schemas/shop/a.ts', 'src/schemas/named.ts', "import { b } from '../named.ts'"),
    importing(
      'src/schemas/orders/a.ts',
      'src/schemas/events/b.ts',
      "import { b } from '../events/b.ts'",
    ),
  ],
  surfaces: [
    importing('src/routes/pages/a.ts', 'src/routes/api/b.ts', "import { b } from '../api/b.ts'"),
    importing(
      'src/routes/shared/a.ts',
      'src/routes/graphql/b.ts',
      "import { b } from '../graphql/b.ts'",
    ),
  ],
  integrations: [
    importing(
      'src/routes/api/orders/a.ts',
      'src/services/integrations/stripe/b.ts',
      "import { b } from '../../../services/integrations/stripe/b.ts'",
    ),
  ],
  sql: [
    importing('src/routes/api/a.ts', 'src/db/sql.ts', "import { sql } from '../../db/sql.ts'"),
    importing('src/plugins/a.ts', 'src/db/sql.ts', "import { sql } from '../db/sql.ts'"),
  ],
  cycles: [
    {
      file: 'bench/a.ts',
      files: {
        'bench/a.ts': "import { b } from './b.ts'",
        'bench/b.ts': "type C = import('./c.ts').C",
        'bench/c.ts': "export type { A } from './a.ts'",
      },
    },
    importing('bench/a.ts', 'bench/b.ts', "import { a } from './a.ts'"),
  ],
  tables: [
    { file: 'src/db/a.ts', files: { ...TABLES, 'src/db/a.ts': 'sql`SELECT id FROM orders`' } },
    { file: 'src/lib/a.ts', files: { ...TABLES, 'src/lib/a.ts': "const COUNTED = ['orders']" } },
  ],
  'status lists': [
    "const OPEN = 'pending,in_progress,ready'",
    "sql`o.status IN ('pending', 'in_progress', 'ready')`",
    "{ paymentStatus: 'unpaid,partial' }",
    "sql`coalesce(o.due_at, '9999')`",
  ].map((text) => ({
    file: 'src/services/orders/a.ts',
    files: { 'src/services/orders/a.ts': text },
  })),
  http: [
    {
      file: 'src/services/shop/a.ts',
      files: { 'src/services/shop/a.ts': "import type { FastifyRequest } from 'fastify'" },
    },
  ],
  places: [
    'src/services/a.ts',
    'src/services/order/a.ts',
    'src/schemas/site/a.ts',
    'src/routes/a.ts',
    'src/routes/api/site/a.ts',
    'src/routes/html/shop/a.ts',
    'src/views/pages/a.eta',
    'src/models/a.ts',
    'src/models.ts',
    'test/orders/a.test.ts',
    'test/services/order/a.test.ts',
  ].map((file) => ({ file, files: { [file]: '' } })),
  'folder sizes': ['src/db/move', 'test/support', 'public/src'].map((folder) => ({
    file: folder,
    files: files(folder, 21),
  })),
  'file sizes': ['src/db/a.ts', 'test/db/a.test.ts', 'src/views/shared/_a.eta'].map((file) => ({
    file,
    files: { [file]: '\n'.repeat(251) },
  })),
  'template lines': [
    {
      file: 'src/views/shared/_a.eta',
      files: { 'src/views/shared/_a.eta': `<p>\n${'x'.repeat(161)}\n</p>` },
    },
  ],
}

export const NOT_BROKEN: Readonly<Record<string, string>> = {
  ...TABLES,
  ...files('src/db/move', 20),
  'src/lib/errors/refusal.ts': '',
  'src/db/sql.ts': "// Orders: 'orders'\nimport { on } from 'node:events'",
  'src/db/database.ts': "import { Refusal } from '../lib/errors/refusal.ts'",
  'src/config/a.ts': "import { type A, type B } from '../db/database.ts'",
  'src/schemas/common.ts': '',
  'src/schemas/named.ts':
    "import { a } from './orders/status.ts'\nimport { b } from './events/a.ts'",
  'src/schemas/orders/status.ts':
    "import { Name } from '../common.ts'\nexport const OPEN = ['pending', 'in_progress']",
  'src/schemas/events/a.ts': "import { a } from '../audit/a.ts'",
  'src/schemas/history/a.ts': "import { a } from '../events/a.ts'",
  'src/schemas/audit/a.ts': '',
  'src/schemas/validation/a.ts': "import { a } from '../named.ts'",
  'src/services/orders/a.ts':
    "import { sql } from '../../db/sql.ts'\nimport { a } from '../shop/a.ts'",
  'src/services/shop/a.ts': '\n'.repeat(250),
  'src/services/integrations/stripe/a.ts': "import { a } from '../../orders/a.ts'",
  'src/views/helpers/a.ts': "import type { A } from '../../services/orders/a.ts'",
  'src/views/site/_a.eta': `${'x'.repeat(160)}\n`,
  'src/plugins/guards/a.ts': "import { a } from '../../views/helpers/a.ts'",
  'src/routes/shared/a.ts': "import { a } from '../../plugins/guards/a.ts'",
  'src/routes/pages/index.ts': "import { a } from './site/a.ts'",
  'src/routes/pages/site/a.ts': "import { a } from '../../shared/a.ts'",
  'src/routes/api/orders/a.ts': "import { a } from '../../../services/orders/a.ts'",
  'src/app.ts':
    "import { a } from './services/integrations/stripe/a.ts'\nawait import('./routes/pages/index.ts')",
  'src/server.ts': "import { a } from './app.ts'",
  'test/services/orders/a.test.ts': "import { a } from '../../../src/services/orders/a.ts'",
  'test/routes/a.test.ts': '',
  'test/layers.test.ts': '',
}
