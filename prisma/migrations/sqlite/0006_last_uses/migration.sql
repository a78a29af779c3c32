-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_key_uses" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "eventId" TEXT NOT NULL,
    "requestId" TEXT,
    "eventTime" BIGINT NOT NULL,
    "eventName" TEXT NOT NULL,
    "principal" TEXT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "resource")
);
INSERT INTO "new_key_uses" ("account", "eventId", "eventName", "eventTime", "principal", "region", "requestId", "resource", "sandbox", "seq") SELECT u."account", e."eventId", e."eventName", e."eventTime", e."principal", u."region", e."requestId", u."resource", u."sandbox", u."seq" FROM "key_uses" u JOIN "events" e ON e."sandbox" = u."sandbox" AND e."seq" = u."seq";
DROP TABLE "key_uses";
ALTER TABLE "new_key_uses" RENAME TO "key_uses";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
