import type { ClickHouseSettings } from '@clickhouse/client'

/** A block is one part in each partition that it touches, however large it is: all of it or none of it is there. */
export const ONE_BLOCK: ClickHouseSettings = {
  max_insert_block_size: '100000000',
  min_insert_block_size_rows: '100000000',
  min_insert_block_size_bytes: '100000000000',
  max_insert_threads: '1',
  input_format_parallel_parsing: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  // A client whose clock is wrong may touch many days at once; the schema bounds how many.
  throw_on_max_partitions_per_insert_block: 0,
}
