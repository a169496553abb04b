import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CaptureTruth } from './capture-truth.ts'

/** Found beside src/ and dist/ alike. */
const ROOT = fileURLToPath(new URL('../corpus/', import.meta.url))

export type CaptureSignal = 'traces' | 'metrics' | 'logs'

/** One request as a library's exporter sent it, decompressed. */
export interface CaptureBody {
  file: string
  signal: CaptureSignal
  encoding: 'protobuf' | 'json'
  bytes: Uint8Array
  /** As sent: `path`, `content-type`, `content-encoding`, `user-agent`. */
  headers: Readonly<Record<string, string>>
}

/** What one small program sent through one library (corpus/README.md). */
export interface Capture {
  /** The folder: language and library, `python-otel-genai-openai`. */
  library: string
  scenario: string
  /** In the order in which they arrived. */
  bodies: readonly CaptureBody[]
  truth: CaptureTruth
}

/** Every capture's library and scenario, or those of the libraries whose names match. */
export function listCaptures(libraries = /^/): { library: string; scenario: string }[] {
  return foldersIn(ROOT)
    .filter((library) => libraries.test(library))
    .flatMap((library) => foldersIn(`${ROOT}${library}`).map((scenario) => ({ library, scenario })))
}

/** Reads one capture. Throws when there is none of that name. */
export function readCapture(library: string, scenario: string): Capture {
  const folder = `${ROOT}${library}/${scenario}/`
  const headers = readJson(`${folder}headers.json`) as ({ file: string } & Record<string, string>)[]
  return {
    library,
    scenario,
    bodies: headers
      .filter(({ file }) => existsSync(folder + file))
      .map(({ file, ...sent }) => bodyOf(folder, file, sent)),
    truth: readJson(`${folder}expect.json`) as CaptureTruth,
  }
}

function bodyOf(folder: string, file: string, headers: Record<string, string>): CaptureBody {
  const match = /\.(traces|metrics|logs)\.(pb|json)$/.exec(file)
  if (match === null) throw new Error(`${folder}${file} is no captured request: its name tells no signal and encoding`)
  return {
    file,
    signal: match[1] as CaptureSignal,
    encoding: match[2] === 'pb' ? 'protobuf' : 'json',
    bytes: readFileSync(folder + file),
    headers,
  }
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
