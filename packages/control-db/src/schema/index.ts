export * from './people.ts'
export * from './projects.ts'
