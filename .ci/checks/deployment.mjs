// Deployment file checks: Kubernetes schemas, the compose specification, a Dockerfile linter. Nothing is built or
// started. Each checker must first refuse a file with an unknown field.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')
const deployment = join(root, 'docs/deployment')

if (!existsSync(join(here, 'node_modules/kubernetes-models'))) {
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', install, { cwd: here, stdio: 'inherit' })
}
const require = createRequire(import.meta.url)
const { parseAllDocuments } = require('yaml')
const work = mkdtempSync(join(here, 'work-'))
try {
  await checkManifests()
  checkCompose()
  checkDockerfile()
} finally {
  rmSync(work, { recursive: true, force: true })
}
if (process.exitCode) console.error('What deploys Hemline is not accepted (see above)')

function report(name, complaints) {
  console.log(`${name}: ${complaints.length === 0 ? 'accepted' : 'REFUSED'}`)
  for (const complaint of complaints) console.error(`  ${complaint}`)
  if (complaints.length > 0) process.exitCode = 1
}

/** A checker that accepts an invalid file is worthless. */
function mustRefuse(name, complaints) {
  if (complaints.length === 0) throw new Error(`${name}: the checker accepts an unknown field`)
}

async function checkManifests() {
  const folder = join(deployment, 'kubernetes')
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  const manifests = files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
      if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`)
      return { file, manifest: document.toJS() }
    }),
  )
  for (const { file, manifest } of manifests) report(file, await valuesOf(manifest))
  report('fields of all manifests', unknownFields(manifests))

  const { file, manifest } = manifests.find(({ manifest }) => manifest.kind === 'Deployment')
  const [container] = manifest.spec.template.spec.containers
  const withProbe = (probe) => {
    const spec = { ...manifest.spec.template.spec, containers: [{ ...container, ...probe }] }
    return {
      ...manifest,
      spec: { ...manifest.spec, template: { ...manifest.spec.template, spec } },
    }
  }
  mustRefuse('values', await valuesOf(withProbe({ readinessProbe: { periodSeconds: 'often' } })))
  mustRefuse('fields', unknownFields([{ file, manifest: withProbe({ redinessProbe: {} }) }]))
}

function moduleOf({ apiVersion }) {
  return `kubernetes-models/${apiVersion}`
}

/** Kubernetes' JSON schemas: types, required fields and enumerations. */
async function valuesOf(manifest) {
  const models = await import(moduleOf(manifest))
  const Model = models[manifest.kind]
  if (!Model) return [`${manifest.apiVersion} has no ${manifest.kind}`]
  try {
    new Model(manifest).validate()
    return []
  } catch (error) {
    return [error.message]
  }
}

/** The schemas allow unknown fields; the types generated from them do not. */
function unknownFields(manifests) {
  const lines = manifests.map(({ file, manifest }, at) => {
    const type = `import('${moduleOf(manifest)}').I${manifest.kind}`
    return `export const m${at}: ${type} = ${JSON.stringify(manifest)} // ${file}`
  })
  const source = join(work, 'manifests.ts')
  writeFileSync(source, `${lines.join('\n')}\n`)
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig']
  const modules = ['--module', 'nodenext', '--target', 'es2023']
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, ...options, ...modules, source], { cwd: here })
    return []
  } catch (error) {
    return String(error.stdout).trim().split('\n')
  }
}

function checkCompose() {
  const file = join(deployment, 'compose.yaml')
  report('compose.yaml', composeComplaints(file))
  const wrong = join(work, 'compose.yaml')
  writeFileSync(wrong, readFileSync(file, 'utf8').replace('    read_only:', '    read_olny:'))
  mustRefuse('compose.yaml', composeComplaints(wrong))
}

/** The schema of the compose specification. Style is ours. */
function composeComplaints(file) {
  const dclint = join(here, 'node_modules/dclint/bin/dclint.cjs')
  const args = ['--formatter', 'json', file]
  const report = JSON.parse(output(process.execPath, [dclint, ...args]))
  return report
    .flatMap(({ messages }) => messages)
    .filter(({ rule }) => rule.startsWith('invalid'))
    .map(({ message, line }) => `line ${line}: ${message}`)
}

function checkDockerfile() {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8')
  report('Dockerfile', dockerfileComplaints(text))
  mustRefuse('Dockerfile', dockerfileComplaints(text.replace('\nEXPOSE', '\nEXPOES')))
}

function dockerfileComplaints(text) {
  const { validate } = require('dockerfile-utils')
  return validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
}

/** Output of a program, also of a failing one. */
function output(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8' })
  } catch (error) {
    if (!error.stdout) throw error
    return error.stdout
  }
}
