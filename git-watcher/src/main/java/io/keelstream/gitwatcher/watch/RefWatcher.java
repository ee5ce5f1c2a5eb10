package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.evaluation.Provenance;
import io.keelstream.gitwatcher.fetch.SourceStore;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.Look;
import io.keelstream.gitwatcher.git.RepositoryClone;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.git.SignatureSettings;
import io.keelstream.gitwatcher.signature.Signatures;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.submodule.Submodules;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionLostException;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one ref while this process owns its partition: polls it, fetches new commits, has them evaluated and written, and
 * sleeps until something wakes it or the next poll is due. It runs on its own thread; only {@link #wake}, {@link #othersWrote},
 * {@link #interrupt} and {@link #close} are called from others.
 */
final class RefWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefWatcher.class);
    private static final Backoff BACKOFF = Backoff.ofMillis(1_000, 60_000);

    /** After so many failures in a row it is asked whether the clone is damaged. */
    private static final int LOOKED_AFTER = 2;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final RepositorySettings settings;
    private final Path folder;
    private final OwnedPartition partition;
    private final RefWriter writer;
    private final RefSources sources;
    private final @Nullable Submodules submodules;
    private final Traces traces;
    private final @Nullable Signatures signatures;
    private final Semaphore wakes = new Semaphore(0);
    private final Runnable wake = this::wake;
    private final Thread thread;
    private volatile Runnable unregister = () -> {};
    private volatile boolean othersWrote;
    private boolean loaded;

    /** What the ref pointed to when it was processed last: a commit, or an annotated tag of one. */
    private String processed = "";

    private int failures;

    /**
     * A watcher that does nothing before {@link #start}.
     *
     * @param folder the folder of its clone, for this ref only
     * @param elsewhere fetches charts and bases from elsewhere
     */
    RefWatcher(
            RepositorySettings settings,
            Path folder,
            OwnedPartition partition,
            RefWriter writer,
            SourceStore elsewhere,
            Traces traces) {
        this.settings = settings;
        this.folder = folder;
        this.partition = partition;
        this.writer = writer;
        this.sources = elsewhere.of(settings.name(), wake);
        this.submodules = settings.options().submodules()
                ? new Submodules(settings.url(), elsewhere.of(settings.name(), wake))
                : null;
        this.traces = traces;
        SignatureSettings wanted = settings.signatures();
        this.signatures = wanted == null ? null : new Signatures(wanted);
        this.thread = Thread.ofPlatform().daemon().name("ref-" + settings.key()).unstarted(this::run);
    }

    /** Begins to watch, and is woken through {@code wakes} from now on. */
    void start(RefWakes wakes) {
        wakes.add(settings.key(), wake);
        unregister = () -> wakes.remove(settings.key(), wake);
        thread.start();
    }

    /** Requests a poll soon. */
    void wake() {
        wakes.release();
    }

    /** A record of this ref was written by somebody else, and may be unreadable. */
    void othersWrote() {
        othersWrote = true;
        wake();
    }

    /** Whether a record of {@code head} concerns this ref. */
    boolean owns(String key) {
        return HeadKeys.refOf(key).equals(settings.key());
    }

    /** Requests its end, without waiting. */
    void interrupt() {
        thread.interrupt();
    }

    @Override
    public void close() {
        unregister.run();
        sources.close();
        if (submodules != null) {
            submodules.close();
        }
        thread.interrupt();
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                LOG.atWarn()
                        .addKeyValue("ref", settings.key())
                        .log("The watcher of a ref does not stop after an interrupt; it is abandoned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean watching = true;
        while (watching) {
            watching = watchOrStop();
        }
    }

    /** False when the ref is no longer watched here. Even what is thrown while a failure is handled ends no thread. */
    private boolean watchOrStop() {
        try {
            watchUntilFailure();
            return true;
        } catch (InterruptedException | PartitionLostException e) {
            LOG.atDebug().addKeyValue("ref", settings.key()).log("The ref is no longer watched here");
            return false;
        } catch (Throwable e) {
            return pause();
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(BACKOFF.after(failures));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Whatever is thrown ends neither the thread nor the ref: everything is opened again after a pause. */
    private void watchUntilFailure() throws InterruptedException {
        try {
            if (!loaded) {
                writer.load(RefRecords.read(partition.table(Topic.HEAD, Head.class), settings.key(), sources));
                loaded = true;
            }
            watch();
        } catch (InterruptedException | PartitionLostException e) {
            throw e;
        } catch (Throwable e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            failures++;
            LOG.atError()
                    .addKeyValue("ref", settings.key())
                    .setCause(e)
                    .log("Watching a ref failed unexpectedly; it is retried");
            report(e);
            Thread.sleep(BACKOFF.after(failures));
        }
    }

    private void report(Throwable failure) {
        if (!loaded) {
            return;
        }
        try {
            writer.unreachable(Reason.INTERNAL.problem(
                    "processing failed with an unexpected "
                            + failure.getClass().getSimpleName()
                            + "; it is retried, and deployed objects stay. See the log of git-watcher",
                    settings.key()));
        } catch (PartitionLostException e) {
            throw e;
        } catch (Throwable e) {
            LOG.atError().addKeyValue("ref", settings.key()).setCause(e).log("A failure cannot be reported");
        }
    }

    private void watch() throws InterruptedException, IOException {
        try (RepositoryClone clone = RepositoryClone.open(settings, folder);
                LocalWatch watch = new LocalWatch(clone.local(), this::wake)) {
            boolean whole = true;
            while (whole) {
                wakes.drainPermits();
                watch.ensure();
                failures = step(clone) ? 0 : failures + 1;
                whole = failures != LOOKED_AFTER || !clone.deletedAsDamaged();
                if (whole) {
                    sleep();
                }
            }
        }
    }

    /** One poll and its consequences; false when the ref could not be read. */
    private boolean step(RepositoryClone clone) throws InterruptedException, IOException {
        if (othersWrote) {
            rewriteUnreadable();
        }
        if (signatures != null && signatures.changed()) {
            writer.forget();
        }
        return switch (clone.look()) {
            case Look.Failed(Problem problem) -> failed(problem);
            case Look.At at
            when isCurrent() && at.commit().name().equals(processed) -> {
                writer.reachable();
                yield true;
            }
            case Look.At _
            when !partition.current() -> {
                LOG.atWarn()
                        .addKeyValue("ref", settings.key())
                        .log("What other processes wrote is not read up to date; the new commit waits");
                yield false;
            }
            case Look.At at -> fetch(clone, at);
        };
    }

    private boolean isCurrent() {
        return writer.isCurrent() && (submodules == null || !submodules.changed());
    }

    private void rewriteUnreadable() {
        othersWrote = false;
        boolean rewritten = false;
        try {
            rewritten = writer.rewriteUnreadable(partition.table(Topic.HEAD, Head.class));
        } finally {
            othersWrote |= !rewritten;
        }
    }

    private boolean fetch(RepositoryClone clone, Look.At at) throws InterruptedException, IOException {
        String seen = at.commit().name();
        try (CommitSpans spans = CommitSpans.open(traces, settings, seen, writer.headerOf(seen))) {
            long start = System.nanoTime();
            return switch (fetch(clone, at, spans)) {
                case Fetched.Failed(Problem problem) -> {
                    spans.failed(problem);
                    yield failed(problem);
                }
                case Fetched.Commit commit -> {
                    boolean good = process(commit, spans, start);
                    processed = good ? seen : processed;
                    clone.tidy();
                    yield good;
                }
            };
        }
    }

    private static Fetched fetch(RepositoryClone clone, Look.At at, CommitSpans spans)
            throws InterruptedException, IOException {
        try (Stage _ = spans.fetching()) {
            return clone.fetch(at);
        }
    }

    private boolean process(Fetched.Commit commit, CommitSpans spans, long start) throws InterruptedException {
        Revision revision = commit.revision();
        if (commit.rewritten()) {
            LOG.atWarn()
                    .addKeyValue("ref", settings.key())
                    .addKeyValue("commit", revision.commit())
                    .log("The ref was rewritten (force push): its new head does not descend from the previous one");
        }
        long fetched = System.nanoTime();
        Snapshot files = submodules == null ? commit.snapshot() : submodules.mount(commit.snapshot());
        boolean good = writer.process(commit, files, provenance(commit), spans);
        LOG.atInfo()
                .addKeyValue("ref", settings.key())
                .addKeyValue("commit", revision.commit())
                .addKeyValue("rendered", writer.lastRendered())
                .addKeyValue("fetchMillis", (fetched - start) / 1_000_000)
                .addKeyValue("processMillis", (System.nanoTime() - fetched) / 1_000_000)
                .log("Processed a commit");
        return good;
    }

    private Provenance provenance(Fetched.Commit commit) {
        if (signatures == null) {
            return Provenance.UNCHECKED;
        }
        Provenance own = signatures.of(commit.history());
        return submodules == null ? own : submodules.over(own);
    }

    private boolean failed(Problem problem) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        writer.unreachable(problem);
        return false;
    }

    private void sleep() throws InterruptedException {
        Duration longest = failures == 0 ? settings.poll() : BACKOFF.after(failures);
        if (wakes.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atDebug().addKeyValue("ref", settings.key()).log("Woken");
        }
    }
}
