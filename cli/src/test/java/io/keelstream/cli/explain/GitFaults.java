package io.keelstream.cli.explain;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.offline.OfflineApplications;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What goes wrong with files and refs. The git-watcher's own code finds what is wrong with files. */
final class GitFaults {

    private static final String APPLICATION = """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec:
              targets:
                - {name: production, cluster: default, namespace: shop}
            """;

    private static final String CONFIG_MAP =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {value: \"1\"}\n";

    private GitFaults() {}

    /** @param folder files are written below it */
    static Stream<Fault> all(Path folder) {
        List<Fault> faults = new ArrayList<>();
        faults.add(manifest(
                folder,
                "broken YAML",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\n",
                "a.yaml:4",
                "expected ',' or '}'"));
        faults.add(manifest(folder, "key twice", CONFIG_MAP + "data: {value: \"2\"}\n", "a.yaml:5:1", "duplicate key"));
        faults.add(manifest(folder, "no kind", "apiVersion: v1\nmetadata: {name: a}\n", "a.yaml", "kind"));
        faults.add(manifest(folder, "no name", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n", "a.yaml", "name"));
        faults.add(manifest(folder, "object twice", CONFIG_MAP + "---\n" + CONFIG_MAP, "a.yaml", "twice"));
        faults.add(manifest(
                folder,
                "LFS pointer",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 12345\n",
                "a.yaml",
                "LFS"));
        faults.add(manifest(folder, "file without an object", "just a text\n", "a.yaml", "is not a Kubernetes object"));
        faults.add(application(folder, "unknown field", "  polcy: {prune: {}}\n", "keelstream.yaml:7", "polcy"));
        faults.add(
                application(folder, "value that is none", "  policy: {timeout: soon}\n", "keelstream.yaml:7", "soon"));
        faults.add(application(
                folder,
                "windows without times",
                "  policy: {windows: [{allow: \"Mon 10:00-10:00\"}]}\n",
                "keelstream.yaml:7",
                "days and times"));
        faults.add(application(
                folder,
                "unknown time zone",
                "  policy: {windows: [{allow: Mon, timezone: Europe/Atlantis}]}\n",
                "keelstream.yaml:7",
                "time zone"));
        faults.add(application(
                folder, "missing program", "  source: {kustomize: {}}\n", "keelstream.yaml:7", "spec.source"));
        faults.add(file(folder, "missing renderer", "kustomization.yaml", "resources: [a.yaml]\n", "", "kustomize"));
        faults.add(
                file(folder, "missing helm", "Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n", "", "helm"));
        faults.add(ref("repository that is away", Reason.REPOSITORY_UNREACHABLE, "connection refused"));
        faults.add(ref("credentials", Reason.REPOSITORY_UNAUTHORIZED, "the server does not accept the credentials"));
        faults.add(ref("deleted branch", Reason.REF_NOT_FOUND, "the repository has no branch main"));
        faults.add(ref("object format", Reason.OBJECT_FORMAT, "objects are named by SHA-256"));
        faults.add(ref("unsigned commit", Reason.UNSIGNED_COMMIT, "commit abcdef12 has no signature of a known key"));
        faults.add(ref("large transfer", Reason.TRANSFER_TOO_LARGE, "the pack is larger than 512 MiB"));
        return faults.stream();
    }

    private static Fault manifest(Path folder, String name, String text, String where, String words) {
        return file(folder, name, "a.yaml", text, where, words);
    }

    private static Fault file(Path folder, String name, String file, String text, String where, String words) {
        return files(folder, name, List.of("keelstream.yaml", APPLICATION, file, text), where, words);
    }

    private static Fault application(Path folder, String name, String lines, String where, String words) {
        return files(folder, name, List.of("keelstream.yaml", APPLICATION + lines, "a.yaml", CONFIG_MAP), where, words);
    }

    private static Fault files(Path folder, String name, List<String> files, String where, String words) {
        List<Problem> problems = problems(folder.resolve(name.replace(' ', '-')), files);
        return Fault.of(name, List.of("is rejected", where, words), world -> world.rejected(problems));
    }

    private static Fault ref(String name, Reason reason, String message) {
        return Fault.of(
                name,
                List.of(TargetRecords.REF, message),
                world -> world.ref(reason.problem(message, TargetRecords.REF)));
    }

    private static List<Problem> problems(Path folder, List<String> files) {
        try {
            Files.createDirectories(folder.resolve(".git"));
            for (int i = 0; i < files.size(); i += 2) {
                Files.writeString(folder.resolve(files.get(i)), files.get(i + 1));
            }
            Renderers renderers = new Renderers(
                    new FilesRenderer(), new MissingRenderer("kustomize", "off"), new MissingRenderer("helm", "off"));
            OfflineReport report = new OfflineApplications(renderers).look(folder, "");
            List<Problem> problems = new ArrayList<>(report.problems());
            report.targets().forEach(each -> problems.addAll(each.problems()));
            return problems;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
