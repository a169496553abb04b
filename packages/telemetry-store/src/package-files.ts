/**
 * Files of this package that are read or run by path. This module stays directly under src/, so that the same relative
 * addresses hold in src/ and in dist/.
 */
export const LAUNCHER_URL = new URL('../launcher/launch-server.mjs', import.meta.url)
export const SCHEMA_URL = new URL('../schema/', import.meta.url)
