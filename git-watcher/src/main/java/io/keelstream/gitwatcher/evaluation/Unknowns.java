package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.targets.TargetName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a commit is not known, found by what it may describe: thousands lose objects beside thousands. Used by one thread. */
final class Unknowns {

    /**
     * Something whose objects are not known.
     *
     * @param name the target, or the file
     * @param application the application whose file it is; null of a target, and where that is not known
     * @param since number of the commit with which its files became what they are: it holds what may be described there, and was in Git
     *     elsewhere until then
     * @param folder where its files are; null where they may describe any object
     */
    record Unknown(
            String name,
            @Nullable String application,
            long since,
            @Nullable String folder) {

        /** Whether it is what says what the target has. */
        boolean isOf(TargetName target) {
            return name.equals(target.toString()) || target.application().equals(application);
        }
    }

    private final WrittenNames written;

    /** Those that are not looked through yet; nobody reads their files before something is lost. */
    private final List<Unknown> unread = new ArrayList<>();

    /** Those that may describe any object. */
    private final List<Unknown> any = new ArrayList<>();

    private final Map<String, List<Unknown>> byFolder = new HashMap<>();

    Unknowns(WrittenNames written) {
        this.written = written;
    }

    void add(Unknown unknown) {
        unread.add(unknown);
    }

    /**
     * Those that may describe an object, and became what they are with some commit or later.
     *
     * @param since number of that commit
     */
    Stream<Unknown> describing(String reference, long since) {
        unread.stream().filter(each -> each.since() >= since).forEach(this::read);
        unread.removeIf(each -> each.since() >= since);
        return Stream.concat(
                        any.stream(),
                        written.foldersWith(reference)
                                .flatMap(folder -> byFolder.getOrDefault(folder, List.of()).stream()))
                .filter(each -> each.since() >= since);
    }

    private void read(Unknown unknown) {
        String folder = unknown.folder();
        if (folder == null || written.mayDescribeAny(folder)) {
            any.add(unknown);
        } else {
            byFolder.computeIfAbsent(folder, _ -> new ArrayList<>(1)).add(unknown);
        }
    }
}
