// Products as visitors read them, and as staff see them.
import { get } from '../requests.ts'
import { cycle, type Workload, type WorkloadData } from '../workload.ts'

const cursorOf = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url')

export function productWorkloads({ facts, owner }: WorkloadData): Workload[] {
  const { products } = facts
  const lists = products.map(({ id, folded }) => ({
    hemline: `/api/products?cursor=${cursorOf(['products name', folded, id])}`,
    bare: `/products?name=${encodeURIComponent(folded)}&id=${id}`,
  }))
  const ones = products.map(({ id }) => ({
    hemline: `/api/products/${id}`,
    bare: `/products/${id}`,
  }))
  const asked = (name: string, questions: typeof lists): Workload => ({
    name,
    anonymous: true,
    questions,
    hemline: { next: cycle(questions.map(({ hemline }) => get(hemline))) },
    against: { server: 'bare', promised: 0.6, next: cycle(questions.map(({ bare }) => get(bare))) },
  })
  const page = (name: string, paths: string[]): Workload => ({
    name,
    hemline: { next: cycle(paths.map((path) => get(path, owner.browser))) },
  })
  const visited = (name: string, paths: string[]): Workload => ({
    name,
    anonymous: true,
    hemline: { next: cycle(paths.map((path) => get(path))) },
  })
  return [
    asked('product list, JSON', lists),
    asked('product by id, JSON', ones),
    visited('products, page of a visitor', ['/products', '/products?sort=price']),
    page('products, page of staff', ['/admin/products']),
    page(
      'product, page of staff',
      products.map(({ id }) => `/admin/products/${id}`),
    ),
  ]
}
