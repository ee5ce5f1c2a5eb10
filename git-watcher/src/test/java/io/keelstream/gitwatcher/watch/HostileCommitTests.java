package io.keelstream.gitwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.evaluation.RenderPool;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.messaging.partition.FactWriter;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.Table;
import io.keelstream.testing.partition.MemoryPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that break what reads them: they stop their target, or wait, and the next commit is read. */
class HostileCommitTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final MemoryPartition memory = new MemoryPartition();
    private final RenderPool workers = new RenderPool(2);
    private Renderer renderer = new FilesRenderer();
    private RepositorySettings repository;
    private GitFixture git;

    @BeforeEach
    void open() {
        git = new GitFixture(folder.resolve("infra.git"));
        repository = new RepositorySettings(
                "infra", git.folder().toString(), "HEAD", "", Duration.ofMillis(100), new GitCredentials.None());
        for (String name : List.of("shop", "neighbour")) {
            git.write(name + "/keelstream.yaml", """
                    apiVersion: keelstream.io/v1
                    kind: Application
                    metadata: {name: %s}
                    spec: {targets: [{name: production, path: .}]}
                    """.formatted(name)).write(name + "/a.yaml", """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: a}
                    """);
        }
    }

    @AfterEach
    void close() {
        git.close();
        workers.close();
    }

    @Test
    void thousandsOfNestedFoldersStopTheirTargetAlone() throws Exception {
        commit(nested(6_000));

        try (PartitionWorker watcher = partitions().create(memory)) {
            watcher.loaded();

            await().atMost(LIMIT).until(() -> desired("neighbour") != null);
            await().atMost(LIMIT).until(() -> !problems("shop").isEmpty());
            assertThat(problems("shop")).singleElement().satisfies(problem -> {
                assertThat(problem.reason()).isEqualTo("BundleTooLarge");
                assertThat(problem.where()).startsWith("shop/d/d/").hasSizeLessThan(150);
            });

            git.commit("shallow");
            await().atMost(LIMIT).until(() -> desired("shop") != null);
        }
    }

    @Test
    void foldersWithoutNumberStopTheirTargetAlone() throws Exception {
        commit(tenInEach(20));

        try (PartitionWorker watcher = partitions().create(memory)) {
            watcher.loaded();

            await().atMost(LIMIT).until(() -> desired("neighbour") != null);
            await().atMost(LIMIT).until(() -> !problems("shop").isEmpty());
            assertThat(problems("shop")).extracting(Problem::reason).contains("BundleTooLarge");
            await().atMost(LIMIT)
                    .until(() -> refProblems().stream()
                            .anyMatch(each -> each.message().contains("at most 100000 folders")));

            git.commit("without them");
            await().atMost(LIMIT)
                    .until(() -> desired("shop") != null && refProblems().isEmpty());
        }
    }

    @Test
    void dangerousNameStopsItsTargetAlone() throws Exception {
        commit(named(".."));

        try (PartitionWorker watcher = partitions().create(memory)) {
            watcher.loaded();

            await().atMost(LIMIT).until(() -> desired("neighbour") != null);
            await().atMost(LIMIT).until(() -> !problems("shop").isEmpty());
            assertThat(problems("shop")).singleElement().satisfies(problem -> {
                assertThat(problem.reason()).isEqualTo("UnsafeEntry");
                assertThat(problem.where()).isEqualTo("shop/d/..");
            });
            assertThat(refProblems()).isEmpty();
        }
    }

    @Test
    void folderThatIsAFileStopsItsTargetAlone() throws Exception {
        git.commit("first");
        try (PartitionWorker watcher = partitions().create(memory)) {
            watcher.loaded();
            await().atMost(LIMIT).until(() -> desired("shop") != null && desired("neighbour") != null);

            git.write("neighbour/b.yaml", """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: b}
                    """);
            commit(ObjectId.fromString(git.snapshot().find("shop/a.yaml").id()));

            await().atMost(LIMIT).until(() -> desired("neighbour").objects().size() == 2);
            await().atMost(LIMIT).until(() -> !problems("shop").isEmpty());
            assertThat(problems("shop")).singleElement().satisfies(problem -> {
                assertThat(problem.reason()).isEqualTo("UnsafeEntry");
                assertThat(problem.where()).isEqualTo("shop/d");
            });
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(refProblems())
                            .extracting(Problem::where)
                            .contains("d/keelstream.yaml", "shop/d/keelstream.yaml"));
            git.commit("whole");
            await().atMost(LIMIT)
                    .until(() -> problems("shop").isEmpty() && refProblems().isEmpty());
        }
    }

    @Test
    void cloneThatVanishesIsMadeAgain() throws Exception {
        cloneIsMadeAgainAfter(file -> Files.delete(file));
    }

    @Test
    void cloneThatBreaksIsMadeAgain() throws Exception {
        cloneIsMadeAgainAfter(file -> {
            if (Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                Files.writeString(file, "broken");
            }
        });
    }

    /** Something that is done to each file and folder of the clone, inner ones first. */
    @FunctionalInterface
    private interface Damage {
        void to(Path file) throws IOException;
    }

    private void cloneIsMadeAgainAfter(Damage damage) throws Exception {
        git.commit("first");
        try (PartitionWorker watcher = partitions().create(memory)) {
            watcher.loaded();
            await().atMost(LIMIT).until(() -> desired("shop") != null && desired("neighbour") != null);

            try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
                for (Path file : files.sorted(Comparator.reverseOrder())
                        .filter(each -> each.toString().contains("clone.git"))
                        .toList()) {
                    damage.to(file);
                }
            }
            String commit = git.write("shop/b.yaml", """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: b}
                    """).commit("second").commit();

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(desired("shop"))
                            .as("%s", refProblems())
                            .extracting(each -> each.revision().commit())
                            .isEqualTo(commit));
            await().atMost(LIMIT).until(() -> refProblems().isEmpty());
        }
    }

    @Test
    void targetForWhichThereIsNeverMemoryIsTheOnlyOneThatStops() {
        renderer = new Exhausted();
        git.commit("first");

        try (PartitionWorker watcher = partitions().create(memory)) {
            watcher.loaded();

            await().atMost(LIMIT).until(() -> desired("neighbour") != null);
            await().atMost(LIMIT).until(() -> !problems("shop").isEmpty());
            assertThat(problems("shop")).extracting(Problem::reason).containsExactly("RendererLimit");
        }
    }

    @Test
    void errorOfAWatcherIsReportedAndTheCommitIsReadWhenItIsGone() {
        git.commit("first");

        Failing failing = new Failing();

        try (PartitionWorker watcher = partitions().create(failing)) {
            watcher.loaded();

            await().atMost(LIMIT)
                    .until(() -> refProblems().stream()
                            .anyMatch(each -> each.reason().equals("InternalError")
                                    && each.message().contains("NoClassDefFoundError")));
            failing.mended = true;
            await().atMost(LIMIT)
                    .until(() -> desired("shop") != null && refProblems().isEmpty());
        }
    }

    /** What there is, with a folder {@code d} in the application and in the root. */
    private void commit(ObjectId folder) throws IOException {
        git.commit("shallow");
        try (ObjectInserter inserter = git.repository().newObjectInserter();
                RevWalk commits = new RevWalk(git.repository())) {
            RevTree tree = commits.parseCommit(git.repository().resolve("refs/heads/main"))
                    .getTree();
            ObjectId shop =
                    with(TreeWalk.forPath(git.repository(), "shop", tree).getObjectId(0), "d", folder, inserter);
            ObjectId root = with(with(tree, "d", folder, inserter), "shop", shop, inserter);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(root);
            commit.setAuthor(new PersonIdent("Ada", "ada@example.com", Instant.EPOCH, ZoneOffset.UTC));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage("deep");
            RefUpdate update = git.repository().updateRef("refs/heads/main");
            update.setNewObjectId(inserter.insert(commit));
            inserter.flush();
            update.forceUpdate();
        }
    }

    /** A folder with a file of this name. */
    private ObjectId named(String name) throws IOException {
        try (ObjectInserter inserter = git.repository().newObjectInserter()) {
            TreeFormatter folder = new TreeFormatter();
            folder.append(name, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[0]));
            ObjectId tree = inserter.insert(folder);
            inserter.flush();
            return tree;
        }
    }

    /** Folders in one another with a file at the end. */
    private ObjectId nested(int depth) throws IOException {
        try (ObjectInserter inserter = git.repository().newObjectInserter()) {
            TreeFormatter last = new TreeFormatter();
            last.append("a.yaml", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[0]));
            ObjectId tree = inserter.insert(last);
            for (int i = 1; i < depth; i++) {
                TreeFormatter next = new TreeFormatter();
                next.append("d", FileMode.TREE, tree);
                tree = inserter.insert(next);
            }
            inserter.flush();
            return tree;
        }
    }

    /** Folders with ten folders each, of which all are the same. */
    private ObjectId tenInEach(int depth) throws IOException {
        try (ObjectInserter inserter = git.repository().newObjectInserter()) {
            TreeFormatter last = new TreeFormatter();
            last.append("a.yaml", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[0]));
            ObjectId tree = inserter.insert(last);
            for (int i = 1; i < depth; i++) {
                TreeFormatter next = new TreeFormatter();
                for (int j = 0; j < 10; j++) {
                    next.append("d" + j, FileMode.TREE, tree);
                }
                tree = inserter.insert(next);
            }
            inserter.flush();
            return tree;
        }
    }

    /** A tree with another folder, or another one of that name. */
    private ObjectId with(ObjectId tree, String name, ObjectId folder, ObjectInserter inserter) throws IOException {
        inserter.flush();
        SortedMap<String, Consumer<TreeFormatter>> entries = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(git.repository())) {
            walk.addTree(tree);
            while (walk.next()) {
                FileMode mode = walk.getFileMode();
                ObjectId id = walk.getObjectId(0);
                String each = walk.getNameString();
                entries.put(each, formatter -> formatter.append(each, mode, id));
            }
        }
        entries.put(name, formatter -> formatter.append(name, FileMode.TREE, folder));
        TreeFormatter formatter = new TreeFormatter();
        entries.values().forEach(each -> each.accept(formatter));
        return inserter.insert(formatter);
    }

    private @Nullable Desired desired(String application) {
        return memory.read(Topic.DESIRED, Desired.class, "production/" + application);
    }

    private List<Problem> problems(String application) {
        Head head = memory.read(Topic.HEAD, Head.class, HeadKeys.application(repository.key(), application));
        ApplicationHead known = head == null ? null : head.application();
        TargetHead target = known == null ? null : known.targets().get("production");
        return target == null ? List.of() : target.problems();
    }

    private List<Problem> refProblems() {
        Head head = memory.read(Topic.HEAD, Head.class, repository.key());
        return head == null ? List.of() : head.problems();
    }

    private RefPartitions partitions() {
        return WatchedRepository.partitions(folder, repository, renderer, workers);
    }

    /** Never has memory left for one application, and at first for no other one. */
    private static final class Exhausted implements Renderer {

        private final Renderer files = new FilesRenderer();
        private final AtomicBoolean first = new AtomicBoolean(true);

        @Override
        public String version() {
            return files.version();
        }

        @Override
        public List<Entry> inputs(RenderRequest request) {
            return files.inputs(request);
        }

        @Override
        public RenderResult render(RenderRequest request) throws InterruptedException {
            if (request.application().equals("shop") || first.getAndSet(false)) {
                throw new OutOfMemoryError("of a test");
            }
            return files.render(request);
        }
    }

    /** The memory's partition, whose first uses fail, and each look at a commit until it is mended. */
    private final class Failing implements OwnedPartition {

        private final AtomicInteger loads = new AtomicInteger(1);
        private final AtomicInteger writes = new AtomicInteger(1);
        private volatile boolean mended;

        private static void failAtFirst(AtomicInteger times) {
            if (times.getAndDecrement() > 0) {
                throw new NoClassDefFoundError("of a test");
            }
        }

        @Override
        public boolean current() {
            if (!mended) {
                throw new NoClassDefFoundError("of a test");
            }
            return memory.current();
        }

        @Override
        public int number() {
            return memory.number();
        }

        @Override
        public int partitions() {
            return memory.partitions();
        }

        @Override
        public String installation() {
            return memory.installation();
        }

        @Override
        public <T extends Record> Table<T> table(Topic topic, Class<T> type) {
            failAtFirst(loads);
            return memory.table(topic, type);
        }

        @Override
        public FactWriter writer() {
            failAtFirst(writes);
            return memory.writer();
        }

        @Override
        public boolean mayWriteToCluster() {
            return memory.mayWriteToCluster();
        }
    }
}
