/** The import rules of docs/architecture.md. Each is an error and says why. */
const pkg = (name) => `^packages/${name}/`
const ADAPTERS =
  '^packages/(event-log/src/(local|kafka)|telemetry-store/src/clickhouse|telemetry-store/src/embedded-server|control-db/src/embedded)/'

/** The files that state a port, as against those that serve one. */
const PORTS =
  '^packages/(event-log/src/event-log|telemetry-store/src/(telemetry-store|reader|rows)|access/src/access|queues/src/(queues|jobs)|observe/src/service)\\.ts$'

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'Rules of the domain are data in, data out: they may be read, tested and reused without any part of the system.',
      severity: 'error',
      from: { path: pkg('domain'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(apps|packages)/', pathNot: pkg('domain') },
    },
    {
      name: 'domain-does-no-io',
      comment: 'The domain reads no file, no clock and no environment: what it says depends on what it is given.',
      severity: 'error',
      from: { path: pkg('domain'), pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'only-runtime-chooses-adapters',
      comment: 'Which technology serves a port is asked once, in packages/runtime; everyone else knows the port.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: `^packages/(runtime|testkit|event-log|telemetry-store|control-db)/|\\.test\\.ts$`,
      },
      to: { path: ADAPTERS },
    },
    {
      name: 'ports-know-the-domain-alone',
      comment: 'A port says what is wanted, in words of the domain; how it is done is the business of its adapters.',
      severity: 'error',
      from: { path: PORTS },
      to: { path: '^(apps|packages)/', pathNot: `^packages/(domain|proto)/|${PORTS}` },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Each app can be deployed without the others; only apps/standalone puts them into one process.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'packages-know-no-app',
      comment: 'Apps are made of packages, never the other way round.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'browser-code-is-browser-code',
      comment:
        'What runs in a browser imports types of the API alone; server code there would ship secrets and drivers.',
      severity: 'error',
      from: { path: '^apps/web/app/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(packages|apps/web/server)/', pathNot: '^packages/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-meet-at-their-index',
      comment: 'A feature of the web app shows its neighbours its index.ts and nothing behind it.',
      severity: 'error',
      from: { path: '^apps/web/app/features/([^/]+)/' },
      to: { path: '^apps/web/app/features/([^/]+)/', pathNot: '^apps/web/app/features/($1/|[^/]+/index\\.tsx?$)' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other in a ring can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-deep-imports',
      comment: 'A package is used through its index.ts.',
      severity: 'error',
      from: { path: '^(apps|packages)/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/(?!index\\.ts$)', pathNot: '^packages/$2/' },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that does not resolve fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: 'build/server/index\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|generated|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['development', 'import', 'types', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
}
