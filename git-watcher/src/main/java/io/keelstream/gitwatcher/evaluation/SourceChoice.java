package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.source.SourceAddress;
import io.keelstream.gitwatcher.source.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which content of a chart or base from elsewhere counts. In this order: the digest that is written; what the target has of the same
 * version already, which may be moved without any effect; what another target of the ref has of it; what it is now. With
 * {@code follow} it is always what it is now. A digest that is written says nothing of the version: only what the host answered counts for
 * others. Made for one commit; thread-safe.
 */
final class SourceChoice {

    private static final String NOT_ASKED = "";

    private final RefSources sources;

    /** What targets of the ref have, by key; where they differ, what the first one by name has. */
    private final Map<String, SourceHead> known;

    /** Whether somebody waits for what is being fetched. */
    private final boolean patient;

    private SourceChoice(RefSources sources, Map<String, SourceHead> known, boolean patient) {
        this.sources = sources;
        this.known = known;
        this.patient = patient;
    }

    static SourceChoice of(RefSources sources, Map<String, ApplicationHead> heads) {
        Map<String, SourceHead> known = new LinkedHashMap<>();
        new TreeMap<>(heads)
                .values()
                .forEach(application -> new TreeMap<>(application.targets())
                        .values()
                        .forEach(target -> target.sources().stream()
                                .filter(SourceChoice::isResolved)
                                .forEach(each -> known.putIfAbsent(key(each), each))));
        return new SourceChoice(sources, known, true);
    }

    /** The same where nobody waits any more: what is being fetched is missing. */
    SourceChoice impatient() {
        return new SourceChoice(sources, known, false);
    }

    /** What counts, what is being fetched, or why it cannot be. */
    sealed interface Chosen<T> {

        record Known<T>(T value) implements Chosen<T> {}

        record Pending<T>() implements Chosen<T> {}

        record Failed<T>(List<Problem> problems) implements Chosen<T> {}
    }

    /** The digests of all, in the order of what is wanted. */
    Chosen<List<SourceHead>> digests(List<Wanted> wanted, @Nullable TargetHead head) {
        List<SourceHead> heads = new ArrayList<>();
        Gathering gathering = new Gathering();
        for (Wanted each : wanted) {
            gathering.take(each, digest(each, head)).ifPresent(heads::add);
        }
        return gathering.result(heads);
    }

    /** The contents of all, by key. */
    Chosen<Map<String, Content>> contents(List<Wanted> wanted, List<SourceHead> heads) {
        Map<String, Content> contents = new LinkedHashMap<>();
        Gathering gathering = new Gathering();
        for (int i = 0; i < wanted.size(); i++) {
            Wanted each = wanted.get(i);
            gathering
                    .take(each, sources.content(each.address(), heads.get(i).digest()))
                    .ifPresent(content -> contents.put(each.address().key(), content));
        }
        return gathering.result(contents);
    }

    /** The contents of all whose digests are written, by key. */
    Chosen<Map<String, Content>> contents(Collection<Wanted> pinned) {
        Map<String, Content> contents = new LinkedHashMap<>();
        Gathering gathering = new Gathering();
        for (Wanted each : pinned) {
            gathering
                    .take(each, sources.content(each.address(), each.digest()))
                    .ifPresent(content -> contents.put(each.address().key(), content));
        }
        return gathering.result(contents);
    }

    /** The repository whose files in Git LFS are fetched; empty where they are not. */
    Optional<LfsRepository> lfs() {
        return sources.lfs();
    }

    private Answer<SourceHead> digest(Wanted wanted, @Nullable TargetHead head) {
        SourceAddress address = wanted.address();
        if (wanted.isPinned()) {
            return new Answer.Known<>(head(address, wanted.digest(), NOT_ASKED));
        }
        SourceHead before = own(address, head).orElse(known.get(address.key()));
        if (before != null) {
            String newest = sources.looked(address, before.newest());
            return new Answer.Known<>(head(address, wanted.follow() ? newest : before.digest(), newest));
        }
        return switch (sources.newest(address)) {
            case Answer.Known<String>(String newest) -> new Answer.Known<>(head(address, newest, newest));
            case Answer.Pending<String> _ -> new Answer.Pending<>();
            case Answer.Failed<String>(Problem problem) -> new Answer.Failed<>(problem);
        };
    }

    /** Whether a host said what the version is. */
    static boolean isResolved(SourceHead head) {
        return !head.newest().equals(NOT_ASKED);
    }

    private static Optional<SourceHead> own(SourceAddress address, @Nullable TargetHead head) {
        return head == null
                ? Optional.empty()
                : head.sources().stream()
                        .filter(each -> isResolved(each) && key(each).equals(address.key()))
                        .findFirst();
    }

    private static SourceHead head(SourceAddress address, String digest, String newest) {
        return new SourceHead(address.text(), address.version(), digest, newest);
    }

    private static String key(SourceHead head) {
        return head.address() + " " + head.version();
    }

    /** What is missing of several. */
    private final class Gathering {

        private final List<Problem> problems = new ArrayList<>();
        private boolean pending;

        <T> Optional<T> take(Wanted wanted, Answer<T> answer) {
            return switch (answer) {
                case Answer.Known<T>(T value) -> Optional.of(value);
                case Answer.Pending<T> _ -> {
                    pending = true;
                    if (!patient) {
                        problems.add(Reason.SOURCE_UNREACHABLE.problem(
                                wanted.address().named() + " is still being fetched from "
                                        + wanted.address().host() + "; what is deployed stays until it is here",
                                wanted.where()));
                    }
                    yield Optional.empty();
                }
                case Answer.Failed<T>(Problem problem) -> {
                    problems.add(new Problem(problem.reason(), problem.message(), wanted.where()));
                    yield Optional.empty();
                }
            };
        }

        <T> Chosen<T> result(T value) {
            if (!problems.isEmpty()) {
                return new Chosen.Failed<>(problems);
            }
            return pending ? new Chosen.Pending<>() : new Chosen.Known<>(value);
        }
    }
}
