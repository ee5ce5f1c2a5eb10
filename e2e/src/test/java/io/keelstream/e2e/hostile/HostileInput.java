package io.keelstream.e2e.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What a stranger does once: pushes a commit whose folder {@code hostile} this writes, or sends records.
 *
 * @param about for a person who reads that it did harm
 * @param folder writes the folder of the application {@code hostile}
 * @param headers lines of the commit behind its tree and parents; empty for usual ones
 * @param message of the commit, a character for each byte, since it need not be text
 * @param records that are sent after the push
 */
record HostileInput(
        String about, Folder folder, String headers, String message, List<ProducerRecord<byte[], byte[]>> records) {

    /** Begins every value that nobody may read: it is in Secrets alone. */
    static final String HUSH = "hush-5e3f";

    private static final String USUAL = "Change\n";

    /** Writes a folder's tree. */
    @FunctionalInterface
    interface Folder {

        /** The id of the folder's tree. */
        ObjectId write(Trees trees) throws IOException;
    }

    /** A commit with this folder, and otherwise as usual. */
    static HostileInput folder(String about, Folder folder) {
        return new HostileInput(about, folder, "", USUAL, List.of());
    }

    /** A commit with these files. */
    static HostileInput files(String about, Files files) {
        return folder(about, trees -> trees.folder(files.all()));
    }

    /** The commit of a good application with an odd header or message. */
    static HostileInput commit(String about, String headers, byte[] message) {
        String bytes = new String(message, StandardCharsets.ISO_8859_1);
        return new HostileInput(about, trees -> trees.folder(Files.good().all()), headers, bytes, List.of());
    }

    /** A good application, and these records. */
    static HostileInput records(String about, List<ProducerRecord<byte[], byte[]>> records) {
        return new HostileInput(about, trees -> trees.folder(Files.good().all()), "", USUAL, records);
    }
}
