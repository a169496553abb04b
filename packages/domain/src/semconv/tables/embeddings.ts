/**
 * Vectors and the texts that they stand for (4.11), in order. `vectors` gives a list of vectors, of texts with vectors
 * (OpenInference), of answers with an `embedding` (OpenAI), or one vector; `texts` the texts where they are apart.
 */
export const EMBEDDING_SOURCES: readonly { vectors: string; texts?: string }[] = [
  { vectors: 'pyflare.embedding.vectors', texts: 'pyflare.input.value' },
  { vectors: 'embedding.embeddings.*' },
  { vectors: 'embedding.vector', texts: 'embedding.text' },
  { vectors: 'ai.embeddings', texts: 'ai.values' },
  { vectors: 'ai.embedding', texts: 'ai.value' },
  { vectors: 'output.value$.data', texts: 'input.value$.input' },
  { vectors: 'genkit:output$.embeddings', texts: 'genkit:input$.input[0].content[0].text' },
  { vectors: 'haystack.component.output$.embedding', texts: 'haystack.component.input$.text' },
  { vectors: 'mlflow.spanOutputs$.data', texts: 'mlflow.spanInputs$.input' },
]
