package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AdoptCommandTests {

    private static final String APPLICATION = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: shop, namespace: argocd}
            spec:
              source: {repoURL: "git@git.example.com:acme/infra.git", path: apps/shop}
              destination: {name: in-cluster, namespace: shop}
              syncPolicy: {automated: {prune: true, selfHeal: true}}
            """;

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workingCopy() throws IOException {
        write(".git/config", "[remote \"origin\"]\n\turl = https://git.example.com/acme/infra\n");
        write("argocd/shop.yaml", APPLICATION);
        write("apps/shop/web.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n");
    }

    @Test
    void printsAndWritesNothingUnlessToldTo() throws Exception {
        assertThat(adopt("--from", "argocd", root.resolve("argocd").toString())).isZero();

        assertThat(out.toString())
                .contains(
                        "==> apps/shop/keelstream.yaml",
                        "name: shop",
                        "1 file, not written without --write; nothing needs a hand");
        assertThat(root.resolve("apps/shop/keelstream.yaml")).doesNotExist();
    }

    @Test
    void whatItWritesIsWhatValidateTakes() throws Exception {
        assertThat(adopt("--from", "argocd", "--write", root.toString())).isZero();

        assertThat(run("validate", root.toString())).isZero();
        assertThat(out.toString()).contains("valid: 1 targets");
    }

    @Test
    void fileThatIsThereIsKeptUnlessForced() throws Exception {
        Path file = write("apps/shop/keelstream.yaml", "mine\n");

        assertThat(adopt("--from", "argocd", "--write", root.toString())).isEqualTo(1);
        assertThat(file).hasContent("mine\n");
        assertThat(err.toString()).contains("apps/shop/keelstream.yaml is there already; --force overwrites it");

        assertThat(adopt("--from", "argocd", "--write", "--force", root.toString()))
                .isZero();
        assertThat(file).content().startsWith("# from Application argocd/shop");
    }

    private static final String CHART = APPLICATION
            .replace("name: shop,", "name: nginx,")
            .replace("path: apps/shop", "chart: nginx, targetRevision: 1.2.3")
            .replace("git@git.example.com:acme/infra.git", "https://charts.example.com");

    @Test
    void chartFromElsewhereIsWrittenIntoAFolderOfItsOwn() throws Exception {
        write("argocd/nginx.yaml", CHART);

        assertThat(adopt("--from", "argocd", "--write", root.toString())).isZero();

        assertThat(root.resolve("argocd/nginx/keelstream.yaml")).content().contains("name: nginx");
        assertThat(root.resolve("apps/shop/keelstream.yaml")).exists();
    }

    @Test
    void headIsTheBranchThatTheRemoteNames() throws Exception {
        write(
                "argocd/shop-two.yaml",
                APPLICATION
                        .replace("name: shop,", "name: shop-two,")
                        .replace("path: apps/shop", "path: apps/shop, targetRevision: refs/heads/main"));
        assertThat(adopt("--from", "argocd", root.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("run git remote set-head origin --auto");

        write(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n");

        assertThat(adopt("--from", "argocd", root.toString())).isZero();
    }

    @Test
    void secondRunWritesNothingElsewhere() throws Exception {
        write("argocd/nginx.yaml", CHART);
        adopt("--from", "argocd", "--write", root.toString());

        assertThat(adopt("--from", "argocd", "--write", root.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("argocd/nginx/keelstream.yaml is there already");
        assertThat(adopt("--from", "argocd", "--write", "--force", root.toString()))
                .isZero();
        assertThat(root.resolve("argocd/nginx-2")).doesNotExist();
        assertThat(root.resolve("argocd/nginx/keelstream.yaml")).content().contains("name: nginx\n");
    }

    @Test
    void folderOfSomebodyElseIsNotTaken() throws Exception {
        write("argocd/nginx.yaml", CHART);
        write("argocd/nginx/keelstream.yaml", "mine\n");

        assertThat(adopt("--from", "argocd", "--write", "--force", root.toString()))
                .isZero();

        assertThat(root.resolve("argocd/nginx/keelstream.yaml")).hasContent("mine");
        assertThat(root.resolve("argocd/nginx-2/keelstream.yaml")).exists();
    }

    @Test
    void nothingIsWrittenWhereOneFileCannotBe() throws Exception {
        write("argocd/nginx.yaml", CHART);
        Files.createSymbolicLink(root.resolve("argocd/nginx"), root.resolve("apps"));

        assertThat(adopt("--from", "argocd", "--write", root.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("argocd/nginx is not a folder; remove it first. Nothing was written");
        assertThat(root.resolve("apps/shop/keelstream.yaml")).doesNotExist();
    }

    @Test
    void filesOfAFolderBelongTogether() throws Exception {
        write("apps/shop/inner/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
        Path rules = write("apps/shop/.keelstreamignore", "/mine.yaml\n");

        assertThat(adopt("--from", "argocd", "--write", root.toString())).isEqualTo(1);

        assertThat(root.resolve("apps/shop/keelstream.yaml")).doesNotExist();
        assertThat(err.toString())
                .contains("apps/shop/keelstream.yaml is not written: apps/shop/.keelstreamignore is there already;"
                        + " --force");
        assertThat(adopt("--from", "argocd", "--write", "--force", root.toString()))
                .isZero();
        assertThat(rules).hasContent("/mine.yaml\n*/\n");
    }

    @Test
    void linkIsNeverWrittenThrough() throws Exception {
        Path outside = write("outside.txt", "mine\n");
        Files.createSymbolicLink(root.resolve("apps/shop/keelstream.yaml"), outside);

        assertThat(adopt("--from", "argocd", "--write", "--force", root.toString()))
                .isEqualTo(1);
        assertThat(outside).hasContent("mine\n");
        assertThat(err.toString()).contains("is a link; remove it first");
    }

    @Test
    void needsAHandIsExitCodeOneAndListedFirst() throws Exception {
        write("argocd/shop.yaml", APPLICATION.replace("path: apps/shop", "path: apps/shop, plugin: {name: x}"));

        assertThat(adopt("--from", "argocd", root.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("needs a hand: argocd/shop.yaml:1: Application argocd/shop: spec.source.plugin: there are no"
                        + " plugins")
                .contains("1 thing needs a hand");
    }

    @Test
    void jsonHasFilesAndFindings() throws Exception {
        assertThat(adopt("--from", "argocd", "--output", "json", root.toString()))
                .isZero();

        var tree = Json.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(tree).containsOnlyKeys("files", "findings");
        assertThat((List<?>) tree.get("files")).hasSize(1);
    }

    @Test
    void nothingToTranslateAndWrongUseSaySo() {
        assertThat(adopt("--from", "flux", root.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is nothing of flux in");
        assertThat(adopt("--from", "argocd", root.resolve("none").toString())).isEqualTo(2);
        assertThat(adopt("--from", "other", root.toString())).isEqualTo(2);
        assertThat(adopt(root.toString())).isEqualTo(2);
        assertThat(adopt("--from", "argocd", "--force", root.toString())).isEqualTo(2);
    }

    @Test
    void hostileFileEndsAsAFinding() throws Exception {
        StringBuilder bomb = new StringBuilder("# argoproj.io/\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(String.join(", ", Collections.nCopies(10, "*a" + (i - 1))))
                    .append("]\n");
        }
        write("argocd/bomb.yaml", bomb.toString());
        write("argocd/deep.yaml", "# argoproj.io/\nx: " + "[".repeat(5_000) + "\n");
        Files.createSymbolicLink(root.resolve("argocd/loop"), root);

        assertThat(adopt("--from", "argocd", root.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "needs a hand: argocd/bomb.yaml:",
                        "needs a hand: argocd/deep.yaml:",
                        "==> apps/shop/keelstream.yaml");
    }

    private int adopt(String... arguments) {
        return run("adopt", arguments);
    }

    private int run(String verb, String... arguments) {
        CommandLine line = KeelstreamCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = verb;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    private Path write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
