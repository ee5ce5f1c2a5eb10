package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chart's values files: on top of {@code values.yaml}, which always counts, a target has one, which is named after it. Pure. */
public final class ValuesFiles {

    private static final String DEFAULT = "values.yaml";
    private static final Pattern NAMED = Pattern.compile("values-([^/]+)\\.yaml");

    private ValuesFiles() {}

    /** Whether {@code values.yaml} counts for the other tool when its list has other files. */
    public enum Default {
        /** It is below all that are listed. */
        ALWAYS,
        /** Only where it is listed, in its place. */
        WHERE_LISTED
    }

    /**
     * The name of the target whose values file is the one in the list; empty for none, with a finding where the list says something else.
     *
     * @param folder the chart's folder
     * @param byDefault what the tool takes {@code values.yaml} for
     * @param files as they are written, relative to the chart's folder or, with a slash before them, to the root
     * @param field where they are written
     */
    public static String target(
            SourceTree tree, String folder, Default byDefault, List<String> files, String field, Report report) {
        String first = Paths.join(folder, DEFAULT);
        List<String> all = files.stream().map(each -> path(folder, each)).toList();
        List<String> others = all.stream().filter(each -> !each.equals(first)).toList();
        if (others.isEmpty()) {
            return "";
        }
        if (byDefault == Default.WHERE_LISTED && !all.contains(first) && tree.hasFile(first)) {
            report.needsHand(
                    field,
                    "leaves out values.yaml, which is always read here: see what it sets beyond these files, and write"
                            + " their values as parameters");
            return "";
        }
        if (all.lastIndexOf(first) > 0) {
            report.needsHand(
                    field,
                    "has values.yaml on top of others, and it is below all here: write as parameters what counts in"
                            + " the end");
            return "";
        }
        String only = others.getFirst();
        Matcher named = NAMED.matcher(Paths.isWithin(folder, only) ? Paths.relative(folder, only) : "");
        if (others.size() == 1 && named.matches() && LabelText.is(named.group(1)) && tree.hasFile(only)) {
            report.translated(field, "the target is named " + named.group(1) + ", so that it has this file");
            return named.group(1);
        }
        report.needsHand(
                field,
                "a target has values-<target>.yaml beside Chart.yaml, and no other file: put into it what these say,"
                        + " later ones on top");
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
