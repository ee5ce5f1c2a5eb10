package io.keelstream.gitwatcher.source;

import io.keelstream.gitwatcher.snapshot.Snapshot;

/** What a renderer gets of a chart or base from elsewhere. Immutable in effect. */
public sealed interface Content {

    /** A packed chart ({@code .tgz}) whose digest was checked. */
    final class Archive implements Content {

        private final byte[] bytes;

        /** @param bytes are not written to any more */
        public Archive(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The archive; not to be written to. */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return "Archive[" + bytes.length + " bytes]";
        }
    }

    /** A file of Git LFS whose digest was checked. */
    final class Bytes implements Content {

        private final byte[] bytes;

        /** @param bytes are not written to any more */
        public Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The file; not to be written to. */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return "Bytes[" + bytes.length + "]";
        }
    }

    /** The files of a commit. */
    record Files(Snapshot snapshot) implements Content {}
}
