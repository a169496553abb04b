export { IngestNav } from './ingest-nav.tsx'
export { IngestPage } from './ingest-page.tsx'
export { LostNote } from './lost-note.tsx'
export { readSignal } from './signals.ts'
