-- CreateTable
CREATE TABLE "sandboxes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "clock" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "seed" BLOB,
    "version" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "draws" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "kind")
);

-- CreateTable
CREATE TABLE "snapshots" (
    "sandboxId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "clock" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandboxId", "name")
);

-- CreateTable
CREATE TABLE "snapshot_parts" (
    "sandboxId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "part" BIGINT NOT NULL,
    "rows" BLOB NOT NULL,

    PRIMARY KEY ("sandboxId", "name", "source", "part")
);
