// Import cycles: groups of files that all reach each other (Tarjan's strongly connected components).
import type { SourceTree } from './source-tree.ts'

type Graph = ReadonlyMap<string, readonly string[]>

/** One cycle for each group, shortest first, each beginning with the first of its files by name. */
export function importCycles({ files, imports }: SourceTree): string[][] {
  const graph = new Map<string, string[]>([...files.keys()].map((path) => [path, []]))
  for (const { from, to } of imports) graph.get(from)?.push(to)
  return componentsOf(graph)
    .map((group) => shortestCycle(graph, new Set(group)))
    .filter((cycle) => cycle.length > 0)
}

function componentsOf(graph: Graph): string[][] {
  const components: string[][] = []
  const order = new Map<string, number>()
  const stack: string[] = []
  const visit = (file: string): number => {
    let low = order.size
    const own = low
    order.set(file, own)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next))
      else if (stack.includes(next)) low = Math.min(low, order.get(next) ?? low)
    }
    if (low === own) components.push(stack.splice(stack.indexOf(file)))
    return low
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return components
}

function shortestCycle(graph: Graph, group: ReadonlySet<string>): string[] {
  const cycles = [...group].map((start) => pathBack(graph, group, start))
  const found = cycles.filter((cycle) => cycle.length > 0)
  return (
    found.sort((a, b) => a.length - b.length || (a[0] ?? '').localeCompare(b[0] ?? ''))[0] ?? []
  )
}

/** The shortest way from a file to itself within its group; empty without one. */
function pathBack(graph: Graph, group: ReadonlySet<string>, start: string): string[] {
  const paths: string[][] = [[start]]
  const seen = new Set<string>()
  for (const path of paths) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, start]
      if (group.has(next) && !seen.has(next)) paths.push([...path, next])
      seen.add(next)
    }
  }
  return []
}
