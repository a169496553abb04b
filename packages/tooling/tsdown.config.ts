import { defineConfig } from 'tsdown'

/** Every package builds alike: its index (and a main, where there is one) to dist/, nothing bundled from npm. */
export default defineConfig({
  // Without it tsdown would look beside this file.
  cwd: process.cwd(),
  entry: ['src/index.ts', 'src/main.ts', 'server/index.ts'].filter((file) => existsHere(file)),
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  dts: false,
  // A package that is bundled twice is two packages: classes of one are no classes of the other.
  skipNodeModulesBundle: true,
  clean: true,
  sourcemap: true,
  fixedExtension: false,
})

function existsHere(file: string): boolean {
  return process.getBuiltinModule('node:fs').existsSync(file)
}
