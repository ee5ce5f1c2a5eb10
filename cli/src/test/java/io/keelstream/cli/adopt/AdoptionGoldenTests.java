package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.adopt.Adoption.Input;
import io.keelstream.cli.adopt.Adoption.Tool;
import io.keelstream.cli.adopt.layout.PlannedFile;
import io.keelstream.cli.adopt.source.Repositories;
import io.keelstream.cli.adopt.source.SourceFolder;
import io.keelstream.cli.adopt.source.SourceTree;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small repository of each tool: every file and every finding, as {@code adopt} prints them. */
class AdoptionGoldenTests {

    @ParameterizedTest
    @EnumSource(Tool.class)
    void everyFileAndFindingIsAsExpected(Tool tool) throws Exception {
        Path folder = folder(tool);
        SourceTree tree = SourceFolder.read(folder.resolve("in"));
        Repositories own = Repositories.of(List.of(Adopted.REPOSITORY), "main");

        Adoption adoption = Adoption.of(tool, new Input(tree, "", tree, own, ""));

        assertThat(printed(adoption)).isEqualTo(Files.readString(folder.resolve("expected.txt")));
        adoption.files().stream()
                .filter(each -> each.path().endsWith("keelstream.yaml"))
                .forEach(Adopted::read);
    }

    private static String printed(Adoption adoption) {
        StringBuilder text = new StringBuilder();
        for (PlannedFile file : adoption.files()) {
            text.append("==> ")
                    .append(file.path())
                    .append('\n')
                    .append(file.content())
                    .append('\n');
        }
        AdoptionText.findings(adoption.findings())
                .forEach(each -> text.append(each).append('\n'));
        return text.append(AdoptionText.summary(adoption, -1)).append('\n').toString();
    }

    private static Path folder(Tool tool) throws URISyntaxException {
        String name = "/adopt/" + tool.name().toLowerCase(Locale.ROOT);
        return Path.of(Objects.requireNonNull(AdoptionGoldenTests.class.getResource(name))
                .toURI());
    }
}
