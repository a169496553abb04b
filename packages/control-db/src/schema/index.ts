export * from './normalization.ts'
export * from './people.ts'
export * from './projects.ts'
