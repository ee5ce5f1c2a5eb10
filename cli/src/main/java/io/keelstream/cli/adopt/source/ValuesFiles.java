package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chart's values files: beside {@code values.yaml} a target has one, which is named after it. Pure. */
public final class ValuesFiles {

    private static final String DEFAULT = "values.yaml";
    private static final Pattern NAMED = Pattern.compile("values-([^/]+)\\.yaml");

    private ValuesFiles() {}

    /**
     * The name of the target whose values file is the one in the list; empty for none, with a finding where the list says something else.
     *
     * @param folder the chart's folder
     * @param files as they are written, relative to the chart's folder or, with a slash before them, to the root
     * @param field where they are written
     */
    public static String target(SourceTree tree, String folder, List<String> files, String field, Report report) {
        List<String> others = files.stream()
                .map(each -> path(folder, each))
                .filter(each -> !each.equals(Paths.join(folder, DEFAULT)))
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        String first = others.getFirst();
        Matcher named = NAMED.matcher(Paths.isWithin(folder, first) ? Paths.relative(folder, first) : "");
        if (others.size() == 1 && named.matches() && LabelText.is(named.group(1)) && tree.hasFile(first)) {
            report.translated(field, "the target is named " + named.group(1) + ", so that it has this file");
            return named.group(1);
        }
        report.needsHand(
                field,
                "a target has values-<target>.yaml beside Chart.yaml, and no other file: put into it what these say, later"
                        + " ones on top");
        return "";
    }

    /** From the root of the sources; as it is written where it leaves them. */
    private static String path(String folder, String written) {
        String path = written.startsWith("/")
                ? Paths.resolve("", written.replaceFirst("^/+", ""))
                : Paths.resolve(folder, written);
        return Objects.requireNonNullElse(path, written);
    }
}
