export type Config = Record<string, never>
