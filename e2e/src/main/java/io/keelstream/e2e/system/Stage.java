package io.keelstream.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.table.TableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, one repository, and a Keelstream on both that can be killed and started again as often as a test likes.
 * Used by one thread.
 */
public final class Stage implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Pattern APPROVE = Pattern.compile("keelstream (approve \\S+ \\w+);");

    private final Path folder;
    private final TestCluster cluster;
    private final LiveCluster live;
    private final InfraRepository repository;
    private List<String> options;
    private Launch launch = this::upInOneProcess;
    private @Nullable Run run;

    /** How Keelstream is started. */
    @FunctionalInterface
    public interface Launch {

        /** Starts it where it was left and returns when it is ready. */
        Keelstream up() throws Exception;
    }

    /** One life of Keelstream and what it published. */
    private record Run(
            Keelstream system,
            TableReader<TargetState> targetReader,
            Table<TargetState> targets,
            TableReader<Plan> planReader,
            Table<Plan> plans) {

        void close(Consumer<Keelstream> end) {
            end.accept(system);
            targetReader.close();
            planReader.close();
        }
    }

    private Stage(Path folder, TestCluster cluster, InfraRepository repository) {
        this.folder = folder;
        this.cluster = cluster;
        this.live = LiveCluster.open(cluster.kubeconfig());
        this.repository = repository;
        this.options = List.of();
    }

    /** A stage below the folder, with an empty repository and without a running Keelstream. */
    public static Stage in(Path folder) {
        return in(folder, TestCluster.start());
    }

    /** The same on a cluster that runs already; it ends with the stage. */
    public static Stage in(Path folder, TestCluster cluster) {
        try {
            return new Stage(folder, cluster, InfraRepository.create(folder));
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The options of the next start, in place of this stage's own repository and cluster. */
    public void options(List<String> next) {
        options = List.copyOf(next);
    }

    /** The next start reaches the cluster like this, and has no options but that and the repository. */
    public void reach(Path access) {
        options = List.of("--repository", repository.url(), "--ref", "main", "--kubeconfig", access.toString());
    }

    /** The next start uses this Kafka ({@code host:port}) in place of a broker of its own. */
    public Stage over(String kafka) {
        options = Stream.concat(chosen().stream(), Stream.of("--kafka", kafka)).toList();
        return this;
    }

    /** The next starts are these, and no longer {@code up}. */
    public Stage by(Launch next) {
        launch = next;
        return this;
    }

    /** Starts Keelstream where it was left; does nothing while it runs. */
    public Stage up() {
        if (run != null) {
            return this;
        }
        try {
            Keelstream system = launch.up();
            TableReader<TargetState> targets = new TableReader<>(system.kafka(), Topic.TARGET, TargetState.class);
            TableReader<Plan> plans = new TableReader<>(system.kafka(), Topic.PLAN, Plan.class);
            run = new Run(system, targets, targets.load(LOAD_LIMIT), plans, plans.load(LOAD_LIMIT));
            targets.follow(key -> {});
            plans.follow(key -> {});
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Keelstream upInOneProcess() throws IOException {
        return RunningKeelstream.up(state(), chosen());
    }

    /** Its own repository and cluster where nothing else is said. */
    private List<String> chosen() {
        if (options.isEmpty()) {
            reach(cluster.access());
        }
        return options;
    }

    /** Ends Keelstream with SIGKILL. */
    public Stage kill() {
        return end(Keelstream::kill);
    }

    /** Ends Keelstream in order. */
    public Stage stop() {
        return end(Keelstream::close);
    }

    /** Ends Keelstream with SIGKILL and starts it again. */
    public Stage crash() {
        return kill().up();
    }

    /** Its state folder. */
    public Path state() {
        return folder.resolve("state");
    }

    /** The cluster's objects. */
    public LiveCluster live() {
        return live;
    }

    public TestCluster cluster() {
        return cluster;
    }

    public InfraRepository repository() {
        return repository;
    }

    /** The Keelstream that runs now. */
    public Keelstream system() {
        return running().system();
    }

    /** What is published of a target; null when nothing is. */
    public @Nullable TargetState target(String target) {
        return running().targets().get(target) instanceof Entry.Present<TargetState> present
                ? present.received().payload()
                : null;
    }

    /** What is published of a target; fails when nothing is. */
    public TargetState published(String target) {
        TargetState now = target(target);
        if (now == null) {
            throw new AssertionError("nothing is published of " + target);
        }
        return now;
    }

    /** The target's plan; null when there is none. */
    public @Nullable Plan plan(String target) {
        return running().plans().get(target) instanceof Entry.Present<Plan> present
                ? present.received().payload()
                : null;
    }

    /** Waits until the commit is applied to the target, healthy, and nothing is left to do. */
    public void awaitSettled(String target, String commit) {
        await(target + " is settled at " + commit, () -> {
            TargetState now = published(target);
            Revision applied = now.applied();
            assertThat(applied == null ? "nothing" : applied.commit())
                    .as("%s", now)
                    .isEqualTo(commit);
            assertThat(now.health()).as("%s", now).isEqualTo("Healthy");
            assertThat(now.running()).as("%s", now).isFalse();
            assertThat(now.waitingFor()).as("%s", now).isEmpty();
        });
    }

    /** Waits until the target says that it waits for a text that contains all of these. */
    public void awaitWaitingFor(String target, CharSequence... words) {
        await(target + " waits", () -> {
            TargetState now = published(target);
            assertThat(now.waitingFor()).as("%s", now).contains(words);
        });
    }

    /** The arguments of the command that approves what the target waits for, as its status names it. */
    public List<String> approval(String target) {
        TargetState now = published(target);
        Matcher command = APPROVE.matcher(String.valueOf(now.waitingFor()));
        assertThat(command.find()).as("%s", now).isTrue();
        return List.of(command.group(1).split(" ", -1));
    }

    /** Waits until nothing is published of the target any more: it is removed. */
    public void awaitRemoved(String target) {
        await(target + " is removed", () -> assertThat(target(target)).isNull());
    }

    /** Waits until the assertion holds. */
    public void await(String what, Runnable assertion) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(LOOK).untilAsserted(assertion::run);
    }

    @Override
    public void close() {
        stop();
        repository.close();
        live.close();
        cluster.close();
    }

    private Stage end(Consumer<Keelstream> how) {
        Run ended = run;
        run = null;
        if (ended != null) {
            ended.close(how);
        }
        return this;
    }

    private Run running() {
        Run now = run;
        if (now == null) {
            throw new IllegalStateException("Keelstream does not run; call up()");
        }
        return now;
    }
}
