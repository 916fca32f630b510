/**
 * Where the descriptions are. This repository holds no vendor's files, and this script downloads none: a
 * folder outside has clones of the public repositories, and packages of npm.
 *
 * FOLDER/github/OWNER/NAME: a clone, bare or not; files are read at the commit that is named here.
 * FOLDER/npm/node_modules/NAME: the package in the version that is named here.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Json } from './schema.ts'

/** A repository at a commit, and its licence. */
export interface Repository {
  repository: string
  commit: string
  licence: string
}

/** A package of npm in a version, and its licence. */
export interface Package {
  name: string
  version: string
  licence: string
}

const LONGEST_FILE_BYTES = 100_000_000

const cloneOf = (folder: string, { repository }: Repository): string =>
  join(folder, 'github', repository)
const packageOf = (folder: string, { name }: Package): string =>
  join(folder, 'npm/node_modules', name)

/** Whether a source is in the folder. */
export const isThere = (folder: string, source: Repository | Package): boolean =>
  existsSync('repository' in source ? cloneOf(folder, source) : packageOf(folder, source))

/** Its name with the commit or version. */
export const nameOf = (source: Repository | Package): string =>
  'repository' in source
    ? `github.com/${source.repository} ${source.commit.slice(0, 12)}`
    : `npm ${source.name} ${source.version}`

/** The commands that bring a source into the folder. */
export const commandsFor = (folder: string, source: Repository | Package): string =>
  'repository' in source
    ? `git clone --bare https://github.com/${source.repository} ${cloneOf(folder, source)}`
    : `npm install --prefix ${join(folder, 'npm')} --ignore-scripts --legacy-peer-deps ${source.name}@${source.version}`

/** A file of a repository at its commit. */
export const fileOf = (folder: string, source: Repository, path: string): string =>
  execFileSync('git', ['-C', cloneOf(folder, source), 'show', `${source.commit}:${path}`], {
    encoding: 'utf8',
    maxBuffer: LONGEST_FILE_BYTES,
  })

/** A file of a package; throws when another version is there. */
export function packageFile(folder: string, source: Package, path: string): Buffer {
  const root = packageOf(folder, source)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Json
  if (version !== source.version) throw new Error(`${nameOf(source)}: found ${String(version)}`)
  return readFileSync(join(root, path))
}

/** Loads a module of a package in the folder: a library that only this script needs. */
export const moduleOf = (folder: string, { name }: Package): unknown =>
  createRequire(join(folder, 'npm/node_modules/x.js'))(name)
