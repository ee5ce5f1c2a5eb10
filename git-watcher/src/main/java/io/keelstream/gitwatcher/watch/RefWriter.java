package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.evaluation.ApplicationTransition;
import io.keelstream.gitwatcher.evaluation.CommitEvaluator;
import io.keelstream.gitwatcher.evaluation.Evaluation;
import io.keelstream.gitwatcher.evaluation.EvaluationListener;
import io.keelstream.gitwatcher.evaluation.Provenance;
import io.keelstream.gitwatcher.evaluation.RefClaims;
import io.keelstream.gitwatcher.evaluation.RefMemory;
import io.keelstream.gitwatcher.evaluation.RejectedTransition;
import io.keelstream.gitwatcher.evaluation.TargetChange;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.FactRefusedException;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates commits of one ref and writes the results: each application's records in one transition, and the ref's own
 * record after all of them, so that after a crash in between the commit is evaluated again and only the rest is
 * written. Confined to the thread of its ref.
 */
final class RefWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RefWriter.class);

    private final RepositorySettings settings;
    private final OwnedPartition partition;
    private final CommitEvaluator evaluator;
    private final ClaimRegistry claims;
    private final Clock clock;
    private CommitHeaders headers = new CommitHeaders(null);
    private RefMemory memory = new RefMemory();
    private @Nullable Revision revision;
    private Commits commits = Commits.NONE;
    private @Nullable Problem outage;
    private boolean evaluated;
    private int lastRendered;
    private List<String> unreadable = List.of();

    RefWriter(
            RepositorySettings settings,
            OwnedPartition partition,
            CommitEvaluator evaluator,
            ClaimRegistry claims,
            Clock clock) {
        this.settings = settings;
        this.partition = partition;
        this.evaluator = evaluator;
        this.claims = claims;
        this.clock = clock;
    }

    /** Starts from the recorded state. */
    void load(RefRecords records) {
        memory = records.memory();
        revision = records.revision();
        commits = records.commits();
        headers = new CommitHeaders(records.header());
        unreadable = records.unreadable();
        outage = records.problems().stream().filter(Outages::is).findFirst().orElse(null);
        memory.record(
                records.problems().stream().filter(each -> !Outages.is(each)).toList());
        memory.heads().forEach((name, head) -> claims.learn(settings.key(), name, RefClaims.isActive(head)));
        unreadable.forEach(key -> LOG.atError()
                .addKeyValue("ref", settings.key())
                .addKeyValue("key", key)
                .log("A record of head cannot be read; it is written again from Git"));
    }

    /** Whether the last commit is evaluated and written, and what decided about it or was read from elsewhere is as it was. */
    boolean isCurrent() {
        return evaluated && !memory.sources().isChanged() && !evaluator.isOutdated(memory);
    }

    /** What decides about commits has changed: the next one is evaluated as a whole, also if it is the last one again. */
    void forget() {
        memory.forgetCommit();
        evaluated = false;
    }

    /** Trace context of the commit's previous evaluation; null when it is new. */
    @Nullable
    String headerOf(String commit) {
        return revision != null && revision.commit().equals(commit) ? headers.commit() : null;
    }

    /** How many targets the last commit rendered. */
    int lastRendered() {
        return lastRendered;
    }

    /**
     * Evaluates a commit and writes the results; false when the clone cannot be read. Its number is written before anything that names
     * it, so that no other commit gets the same one after a crash.
     *
     * @param files what the commit's targets are read from: its own files, and what else belongs to them
     */
    boolean process(Fetched.Commit commit, Snapshot files, Provenance provenance, CommitSpans spans)
            throws InterruptedException {
        CommitHeaders before = headers;
        headers = spans.headers();
        List<Written> written = new ArrayList<>();
        Revision next = commit.revision();
        Evaluation evaluation;
        try {
            next = number(commit);
            Revision numbered = next;
            EvaluationListener listener = spans.listener(together -> written.add(write(together, numbered)));
            evaluation = evaluate(next, files, provenance, listener);
        } catch (UnreadableSnapshotException | MalformedEntryException e) {
            memory.forgetCommit();
            headers = before;
            LOG.atError()
                    .addKeyValue("ref", settings.key())
                    .addKeyValue("commit", next.commit())
                    .setCause(e)
                    .log("A commit cannot be read from the clone");
            Problem problem = Reason.UNREADABLE_COMMIT.problem(
                    "commit " + next.commit() + " cannot be used: " + e.getMessage() + "; deployed objects stay",
                    settings.key());
            spans.failed(problem);
            unreachable(problem);
            return false;
        }
        boolean whole = true;
        for (Written each : written) {
            whole &= settle(each, next);
        }
        lastRendered = evaluation.rendered();
        spans.evaluated(lastRendered, evaluation.problems().size());
        record(next, evaluation);
        memory.evaluated(evaluation, next);
        if (!whole) {
            memory.forgetCommit();
        }
        evaluated = true;
        return true;
    }

    private Revision number(Fetched.Commit commit) {
        Commits seen = commits.followedBy(commit.history().since(commits.ids(), Commits.KEPT));
        if (!seen.equals(commits)) {
            commits = seen;
            var _ = partition.writer().write(List.of(head(revision, recorded())));
        }
        return commit.revision().numbered(commits.newest());
    }

    private Evaluation evaluate(Revision next, Snapshot snapshot, Provenance provenance, EvaluationListener listener)
            throws InterruptedException {
        RefClaims view = new RefClaims(memory.heads(), name -> claims.claim(name, settings.key()), claims.single());
        return evaluator.evaluate(memory, snapshot, next, settings.root(), view, provenance, listener);
    }

    /** What is recorded to be wrong with the ref. */
    private List<Problem> recorded() {
        return outage == null ? memory.problems() : withOutage(outage);
    }

    private List<Problem> withOutage(Problem problem) {
        List<Problem> problems = new ArrayList<>(memory.problems());
        problems.add(problem);
        return problems;
    }

    private Fact head(@Nullable Revision at, List<Problem> problems) {
        return head(at, problems, memory.undecided());
    }

    private Fact head(@Nullable Revision at, List<Problem> problems, List<Undecided> undecided) {
        return facts().head(at, problems, commits, undecided);
    }

    private Facts facts() {
        return new Facts(settings.key(), headers, clock);
    }

    /** Transitions that are being written, all or nothing. */
    private record Written(List<ApplicationTransition> together, CompletableFuture<Void> done) {}

    private Written write(List<ApplicationTransition> together, Revision next) {
        List<Fact> all = new ArrayList<>();
        for (ApplicationTransition transition : together) {
            List<Fact> facts = facts().of(transition, next);
            all.add(facts.getFirst());
            if (unreadable.contains(HeadKeys.application(settings.key(), transition.application()))) {
                all.addAll(poison(transition.application(), transition.head(), next));
            }
            all.addAll(facts.subList(1, facts.size()));
        }
        return new Written(together, partition.writer().write(all));
    }

    /**
     * Waits for transitions; those that cannot be written are replaced by rejections.
     *
     * @return whether there is nothing of them that another commit could change, though it does not touch it
     */
    private boolean settle(Written written, Revision next) {
        List<ApplicationTransition> together = written.together();
        boolean refusedTogether = false;
        try {
            written.done().join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof FactRefusedException refused)) {
                memory.forgetCommit();
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            refusedTogether = together.size() > 1;
            together = RejectedTransition.of(together, memory, next, tooLarge(together, refused));
            partition
                    .writer()
                    .writeAndWait(together.stream()
                            .flatMap(each -> facts().of(each, next).stream())
                            .toList());
        }
        for (ApplicationTransition transition : together) {
            memory.record(transition.application(), transition.head());
            if (!RefClaims.isActive(transition.head())) {
                claims.release(transition.application(), settings.key());
            }
        }
        return !refusedTogether;
    }

    private static Problem tooLarge(List<ApplicationTransition> together, FactRefusedException refused) {
        String names = together.stream().map(ApplicationTransition::application).collect(Collectors.joining(", "));
        return Reason.BUNDLE_TOO_LARGE.problem(
                "the bundle cannot be sent: " + refused.getMessage()
                        + (together.size() > 1
                                ? "; " + names + " keep what they have, since the commit moves objects between them"
                                        + " or lets them wait for each other"
                                : ""),
                null);
    }

    private void record(Revision next, Evaluation evaluation) {
        boolean same = outage == null
                && next.equals(revision)
                && evaluation.problems().equals(memory.problems())
                && evaluation.undecided().equals(memory.undecided())
                && unreadable.isEmpty();
        if (!same) {
            List<Fact> all = new ArrayList<>();
            all.add(head(next, evaluation.problems(), evaluation.undecided()));
            evaluation.refused().forEach(change -> all.add(facts().of(change)));
            partition.writer().writeAndWait(all);
            evaluation.problems().forEach(this::warn);
        }
        revision = next;
        outage = null;
        unreadable = List.of();
    }

    /** The ref cannot be read: recorded once, without any other effect. */
    void unreachable(Problem problem) {
        if (problem.equals(outage)) {
            return;
        }
        warn(problem);
        partition.writer().writeAndWait(List.of(head(revision, withOutage(problem))));
        outage = problem;
    }

    /** The ref can be read, and there is no new commit. */
    void reachable() {
        if (outage != null) {
            partition.writer().writeAndWait(List.of(head(revision, memory.problems())));
            outage = null;
        }
    }

    /** Writes unreadable records again; false while no commit is evaluated that says what was in them. */
    boolean rewriteUnreadable(Table<Head> table) {
        if (!evaluated || revision == null) {
            return false;
        }
        Revision known = revision;
        Map<String, ApplicationHead> broken = new LinkedHashMap<>();
        memory.heads().forEach((name, head) -> {
            if (table.get(HeadKeys.application(settings.key(), name)) instanceof Entry.Unreadable<Head>) {
                broken.put(name, head);
            }
        });
        broken.forEach((name, head) -> {
            List<Fact> all = new ArrayList<>(facts().of(new ApplicationTransition(name, head, List.of()), known));
            all.addAll(poison(name, head, known));
            partition.writer().writeAndWait(all);
        });
        if (table.get(settings.key()) instanceof Entry.Unreadable<Head>) {
            partition.writer().writeAndWait(List.of(head(known, memory.problems())));
        }
        return true;
    }

    private List<Fact> poison(String application, ApplicationHead head, Revision known) {
        String key = HeadKeys.application(settings.key(), application);
        Problem problem = Reason.POISON_EVENT.problem(
                "the record of '" + application + "' in head could not be read; it was written again from Git", key);
        List<Fact> all = new ArrayList<>();
        head.targets().keySet().stream()
                .sorted()
                .forEach(target -> all.add(facts().of(new TargetChange.Rejected(
                        new TargetName(target, application), new RevisionRejected(known, List.of(problem))))));
        return all;
    }

    private void warn(Problem problem) {
        LOG.atWarn()
                .addKeyValue("ref", settings.key())
                .addKeyValue("reason", problem.reason())
                .addKeyValue("where", problem.where())
                .addKeyValue("message", problem.message())
                .log("A ref has a problem");
    }
}
