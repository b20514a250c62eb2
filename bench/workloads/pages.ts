// Page workloads: the other reads of a working day, and conditional requests.
import { get } from '../requests.ts'
import { cycle, type Workload, type WorkloadData } from '../workload.ts'

export async function pageWorkloads(ground: WorkloadData): Promise<Workload[]> {
  const { facts, owner } = ground
  const { program, browser } = owner
  const page = (name: string, paths: string[]): Workload => ({
    name,
    hemline: { next: cycle(paths.map((path) => get(path, browser))) },
  })
  const json = (name: string, paths: string[]): Workload => ({
    name,
    hemline: { next: cycle(paths.map((path) => get(path, program))) },
  })
  const search = (path: string) => (name: string) =>
    `${path}?search=${encodeURIComponent(name.slice(0, 6))}`
  const { order, image } = facts.photo
  return [
    ...(await unchanged(ground)),
    page('dashboard', ['/admin']),
    page(
      'order page',
      facts.ids.map((id) => `/admin/orders/${id}`),
    ),
    { ...page('order page, 1 connection', [`/admin/orders/${facts.ids[0]}`]), connections: 1 },
    json('customer search, JSON', facts.names.map(search('/api/customers'))),
    page('customer search, page', facts.names.map(search('/admin/customers'))),
    json(
      'workload, JSON',
      facts.employees.map((id) => `/api/employees/${id}/workload`),
    ),
    page('workload of all, page', ['/admin/employees']),
    page('board', ['/admin/orders/board']),
    page('calendar', ['/admin/orders/calendar']),
    page(
      'tracking page',
      facts.tokens.map((token) => `/track-order/${token}`),
    ),
    json('thumbnail', [`/api/orders/${order}/images/${image}?size=thumb`]),
  ]
}

async function unchanged({ owner, ask }: WorkloadData): Promise<Workload[]> {
  const hello = { server: 'hello', promised: 0.4, next: cycle([get('/')]) } as const
  const kinds = [
    { kind: 'JSON', path: '/api/orders?status=ready', headers: owner.program },
    { kind: 'page', path: '/admin/orders?status=ready', headers: owner.browser },
  ]
  const works: Workload[] = []
  for (const { kind, path, headers } of kinds) {
    const { etag } = await ask(path, headers)
    const again = { ...headers, 'if-none-match': etag ?? '"none"' }
    works.push({
      name: `unchanged list, ${kind}`,
      hemline: { next: cycle([get(path, again)]), status: etag ? 304 : 200 },
      against: hello,
    })
  }
  return works
}
