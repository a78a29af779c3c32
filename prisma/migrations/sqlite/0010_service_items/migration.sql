-- CreateTable
CREATE TABLE "service_items" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "data" BLOB NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "service", "kind", "id")
);
