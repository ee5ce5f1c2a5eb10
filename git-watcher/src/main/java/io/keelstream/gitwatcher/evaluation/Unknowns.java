package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.targets.TargetName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a commit is not known, found by what it may describe and by its name: thousands lose objects beside thousands. Used by one thread. */
final class Unknowns {

    /**
     * Something whose objects are not known.
     *
     * @param name the target, or the file
     * @param application the application whose file it is; null of a target, and where that is not known
     * @param holds whether it holds what leaves a target and may be described there; otherwise only for whom the records say that they
     *     wait for it
     * @param folder where its files are; null where they may describe any object
     */
    record Unknown(
            String name,
            @Nullable String application,
            boolean holds,
            @Nullable String folder) {

        /** Whether it says itself what a target has. */
        boolean describes(TargetName target) {
            return name.equals(target.toString()) || target.application().equals(application);
        }
    }

    private final WrittenNames written;
    private final Map<String, Unknown> byName = new HashMap<>();
    private final Map<String, Unknown> byApplication = new HashMap<>();

    /** Those that hold something and are not looked through yet; nobody reads their files before something is lost. */
    private final List<Unknown> unread = new ArrayList<>();

    /** Those that may describe any object. */
    private final List<Unknown> any = new ArrayList<>();

    private final Map<String, List<Unknown>> byFolder = new HashMap<>();

    Unknowns(WrittenNames written) {
        this.written = written;
    }

    void add(Unknown unknown) {
        byName.put(unknown.name(), unknown);
        if (unknown.application() != null) {
            byApplication.put(unknown.application(), unknown);
        }
        if (unknown.holds()) {
            unread.add(unknown);
        }
    }

    /** Those that hold an object because they may describe it. */
    Stream<Unknown> describing(String reference) {
        unread.forEach(this::read);
        unread.clear();
        return Stream.concat(
                any.stream(),
                written.foldersWith(reference).flatMap(folder -> byFolder.getOrDefault(folder, List.of()).stream()));
    }

    /** Those with recorded names, or whose application is that of a recorded target. */
    Stream<Unknown> named(List<String> recorded) {
        return recorded.contains(TargetEvaluation.ANY)
                ? byName.values().stream()
                : recorded.stream()
                        .flatMap(name -> Stream.of(
                                        byName.get(name), byApplication.get(name.substring(name.lastIndexOf('/') + 1)))
                                .filter(each -> each != null));
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
