package io.keelstream.gitwatcher.encrypted;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.sops.SopsDocument;
import io.keelstream.kubernetes.sops.SopsReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a commit as a renderer gets them: in those that SOPS encrypted, placeholders are in place of the values. It
 * remembers which of them were read. For one render, by one thread.
 */
public final class EncryptedFiles implements Snapshot {

    private final Snapshot files;
    private final Map<String, SopsReading> read = new TreeMap<>();

    /** @param files the commit's files as they are */
    public EncryptedFiles(Snapshot files) {
        this.files = files;
    }

    /** The paths of what was read and is encrypted with SOPS, in whatever way. */
    public Set<String> encrypted() {
        return Set.copyOf(read.keySet());
    }

    /** The documents that were read, by their paths. */
    List<SopsDocument> documents() {
        return read.values().stream()
                .filter(SopsReading.Encrypted.class::isInstance)
                .map(each -> ((SopsReading.Encrypted) each).document())
                .toList();
    }

    /** Why documents that were read are never opened. */
    List<String> refused() {
        return read.values().stream()
                .filter(SopsReading.Refused.class::isInstance)
                .map(each -> ((SopsReading.Refused) each).why())
                .toList();
    }

    @Override
    public Map<String, Problem> absent() {
        return files.absent();
    }

    @Override
    public Entry root() {
        return files.root();
    }

    @Override
    public @Nullable Entry find(String path) {
        return files.find(path);
    }

    @Override
    public List<Entry> list(Entry folder) {
        return files.list(folder);
    }

    @Override
    public long size(Entry file) {
        return files.size(file);
    }

    @Override
    public byte[] read(Entry file) {
        byte[] content = files.read(file);
        if (!file.isFile()) {
            return content;
        }
        SopsReading reading = read.get(file.path());
        if (reading == null) {
            reading = SopsDocument.read(file.path(), content);
            if (!(reading instanceof SopsReading.Other)) {
                read.put(file.path(), reading);
            }
        }
        return reading instanceof SopsReading.Encrypted(SopsDocument document)
                ? document.presented().getBytes(StandardCharsets.UTF_8)
                : content;
    }
}
