package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.adopt.Adoption.Input;
import io.keelstream.cli.adopt.Adoption.Tool;
import io.keelstream.cli.adopt.draft.Finding;
import io.keelstream.cli.adopt.layout.PlannedFile;
import io.keelstream.cli.adopt.source.Repositories;
import io.keelstream.cli.adopt.source.SourceTree;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.ApplicationReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A folder in memory whose objects were translated. */
final class Adopted {

    static final String REPOSITORY = "https://git.example.com/acme/infra.git";

    private final Map<String, Supplier<byte[]>> files = new TreeMap<>();
    private final Tool tool;

    private Adopted(Tool tool) {
        this.tool = tool;
    }

    static Adopted argocd() {
        return new Adopted(Tool.ARGOCD);
    }

    static Adopted flux() {
        return new Adopted(Tool.FLUX);
    }

    /** Adds a file. */
    Adopted with(String path, String content) {
        files.put(path, () -> content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a file that may be deployed. */
    Adopted with(String path) {
        return with(path, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: some}\n");
    }

    Adoption adoption() {
        return adoption("");
    }

    Adoption adoption(String under) {
        SourceTree tree = new SourceTree(files);
        return Adoption.of(tool, new Input(tree, under, tree, Repositories.of(List.of(REPOSITORY)), ""));
    }

    /** The text of one written file. */
    String text(String path) {
        return adoption().files().stream()
                .filter(each -> each.path().equals(path))
                .map(PlannedFile::content)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path + " but " + paths()));
    }

    List<String> paths() {
        return adoption().files().stream().map(PlannedFile::path).toList();
    }

    /** The application of a written file, as git-watcher reads it. */
    Application application(String path) {
        return read(new PlannedFile(path, text(path)));
    }

    static Application read(PlannedFile file) {
        ApplicationFile read =
                ApplicationReader.read(file.path(), file.content().getBytes(StandardCharsets.UTF_8));
        assertThat(read).as(file.content()).isInstanceOf(ApplicationFile.One.class);
        return ((ApplicationFile.One) read).application();
    }

    /** What needs a hand, by field. */
    Map<String, String> hands() {
        return findings(Finding.Kind.NEEDS_HAND);
    }

    Map<String, String> findings(Finding.Kind kind) {
        return adoption().findings().stream()
                .filter(each -> each.kind() == kind)
                .collect(Collectors.toMap(Finding::field, Finding::message, (one, other) -> one + "\n" + other));
    }
}
