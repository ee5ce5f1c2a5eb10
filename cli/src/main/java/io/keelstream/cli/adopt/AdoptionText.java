package io.keelstream.cli.adopt;

import io.keelstream.cli.adopt.draft.Finding;
import io.keelstream.cli.adopt.layout.PlannedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of {@code adopt}. Pure. */
final class AdoptionText {

    private AdoptionText() {}

    /** The findings, those that need a hand first, each on a line. */
    static List<String> findings(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        for (Finding.Kind kind : Finding.Kind.values()) {
            findings.stream()
                    .filter(each -> each.kind() == kind)
                    .map(AdoptionText::line)
                    .forEach(lines::add);
        }
        return lines;
    }

    private static String line(Finding finding) {
        String object = finding.origin().object();
        return finding.kind().words() + ": " + finding.origin().place() + ": " + (object.isEmpty() ? "" : object + ": ")
                + (finding.field().isEmpty() ? "" : finding.field() + ": ") + finding.message();
    }

    /** One line at the end. */
    static String summary(Adoption adoption, int written) {
        long hands = adoption.findings().stream()
                .filter(each -> each.kind() == Finding.Kind.NEEDS_HAND)
                .count();
        String files = adoption.files().size() + (adoption.files().size() == 1 ? " file" : " files");
        return files + (written < 0 ? ", not written without --write" : ", " + written + " written") + "; "
                + (hands == 0 ? "nothing" : String.valueOf(hands))
                + (hands == 1 ? " thing needs" : hands == 0 ? " needs" : " things need")
                + " a hand";
    }

    /** The same for programs. */
    static Map<String, @Nullable Object> tree(Adoption adoption, List<String> written) {
        List<Map<String, @Nullable Object>> files = new ArrayList<>();
        for (PlannedFile file : adoption.files()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("path", file.path());
            fields.put("content", file.content());
            fields.put("written", written.contains(file.path()));
            files.add(fields);
        }
        List<Map<String, @Nullable Object>> findings = new ArrayList<>();
        for (Finding finding : adoption.findings()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("kind", finding.kind().words());
            fields.put("file", finding.origin().file());
            fields.put("line", finding.origin().line());
            fields.put("object", finding.origin().object());
            fields.put("field", finding.field());
            fields.put("message", finding.message());
            findings.add(fields);
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("files", files);
        tree.put("findings", findings);
        return tree;
    }
}
