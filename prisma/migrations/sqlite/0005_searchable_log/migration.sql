-- DropIndex
DROP INDEX "events_sandbox_account_region_seq_idx";

-- DropIndex
DROP INDEX "events_sandbox_segment_resource1_idx";

-- DropIndex
DROP INDEX "events_sandbox_segment_resource2_idx";

-- CreateTable
CREATE TABLE "event_indexes" (
    "sandbox" TEXT NOT NULL,
    "segment" BIGINT NOT NULL,
    "format" INTEGER NOT NULL,
    "data" BLOB NOT NULL,

    PRIMARY KEY ("sandbox", "segment")
);
