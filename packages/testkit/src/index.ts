export { capturedRecords } from './captured-records.ts'
export { type CheckedField, checkCapture } from './check-capture.ts'
export { type Capture, type CaptureBody, type CaptureSignal, listCaptures, readCapture } from './corpus.ts'
