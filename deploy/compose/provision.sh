#!/bin/sh
# Creates the topics and the installation's digest key. Idempotent.
#   KAFKA      host:port
#   KEYS       folder of the digest key
#   LIBRARIES  folder of Keelstream's jars
set -eu
if [ ! -s "$KEYS/key" ]; then
  head -c 32 /dev/urandom | base64 >"$KEYS/key"
  chmod 444 "$KEYS/key"
fi
exec java -Xmx256m -cp "$LIBRARIES/*" io.keelstream.standalone.Main provision --kafka "$KAFKA" --replication 1
