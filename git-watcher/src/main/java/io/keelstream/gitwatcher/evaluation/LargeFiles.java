package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.evaluation.SourceChoice.Chosen;
import io.keelstream.gitwatcher.render.LfsPointer;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.SourceAddress.LargeFile;
import io.keelstream.gitwatcher.source.Wanted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a commit with those in the place of pointers that are in Git LFS. One that is not here yet is its pointer meanwhile,
 * which every renderer refuses, and is remembered as missing. For one render, by one thread.
 */
final class LargeFiles implements Snapshot {

    private final Snapshot files;
    private final SourceChoice choice;
    private final Optional<LfsRepository> repository;
    private final Map<String, Wanted> read = new LinkedHashMap<>();

    LargeFiles(Snapshot files, SourceChoice choice) {
        this.files = files;
        this.choice = choice;
        this.repository = choice.lfs();
    }

    /** Part of every input key: where pointers are followed, other bundles follow from the same files. */
    static String version(SourceChoice choice) {
        return choice.lfs().isPresent() ? " lfs" : "";
    }

    /** The keys of the addresses of what was read. */
    Set<String> keys() {
        return read.keySet();
    }

    /** What was read, or why something of it is not here. */
    Chosen<Map<String, Content>> contents() {
        return choice.contents(read.values());
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
        long size = files.size(file);
        return size < LfsPointer.LARGEST && mayBe(file)
                ? LfsPointer.of(files.read(file)).map(LfsPointer::bytes).orElse(size)
                : size;
    }

    @Override
    public byte[] read(Entry file) {
        byte[] content = files.read(file);
        Optional<LfsPointer> pointer = mayBe(file) ? LfsPointer.of(content) : Optional.empty();
        return pointer.filter(each -> each.bytes() <= Limits.FILE_BYTES)
                .flatMap(each -> fetched(each, file))
                .orElse(content);
    }

    private boolean mayBe(Entry file) {
        return repository.isPresent() && file.isFile() && LfsPointer.mayBe(file.name()) && !files.isMounted(file);
    }

    private Optional<byte[]> fetched(LfsPointer pointer, Entry file) {
        LargeFile address = repository.orElseThrow().file(pointer.oid(), pointer.bytes());
        Wanted wanted = new Wanted(address, address.digest(), false, file.path());
        read.putIfAbsent(address.key(), wanted);
        return choice.contents(List.of(wanted)) instanceof Chosen.Known<Map<String, Content>>(var contents)
                        && contents.get(address.key()) instanceof Content.Bytes bytes
                ? Optional.of(bytes.bytes())
                : Optional.empty();
    }
}
