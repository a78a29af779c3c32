/** A segment of a log has 512 events, so that each is a perfect subtree of the log's tree. */
export const SEGMENT_LEVEL = 9
export const SEGMENT = 2 ** SEGMENT_LEVEL

/** The segment of the event with a sequence number; the first one is 1. */
export const segmentOf = (seq: number) => Math.floor((seq - 1) / SEGMENT)
