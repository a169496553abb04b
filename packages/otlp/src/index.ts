export { decodeRequest } from './decode.ts'
export type { DecodedRequest, Encoding, OtlpSignal, Undecodable } from './signal.ts'
