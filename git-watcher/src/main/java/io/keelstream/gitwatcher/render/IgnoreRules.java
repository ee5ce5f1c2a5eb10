package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.pattern.IgnoreRule;
import io.keelstream.gitwatcher.pattern.Steps;
import io.keelstream.gitwatcher.pattern.TooManyStepsException;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the files named {@code .keelstreamignore} leave out, in the syntax of {@code .gitignore}: the rules of a folder apply
 * to everything below it, and the nearest folder with a matching rule takes precedence. Confined to one thread.
 */
public final class IgnoreRules {

    /** The name of a file with rules. */
    public static final String FILE_NAME = ".keelstreamignore";

    /** The byte order mark, which Git skips too. */
    private static final String MARK = "\uFEFF";

    private static final long MOST_STEPS = 100_000_000;
    private static final int STEPS_OF_A_RULE = 10_000;

    private final @Nullable IgnoreRules outer;
    private final String folder;
    private final List<IgnoreRule> rules;
    private final Steps steps;

    private IgnoreRules(@Nullable IgnoreRules outer, String folder, List<IgnoreRule> rules, Steps steps) {
        this.outer = outer;
        this.folder = folder;
        this.rules = rules;
        this.steps = steps;
    }

    /** No rules: everything is kept. Those of folders inside share how much they may be asked. */
    public static IgnoreRules none() {
        return new IgnoreRules(null, "", List.of(), new Steps(MOST_STEPS));
    }

    /** These rules and those of a folder inside, given the folder's entries. */
    public IgnoreRules inside(Snapshot snapshot, Entry entered, List<Entry> entries) {
        for (Entry entry : entries) {
            boolean rulesFile = entry.isFile() && entry.name().equals(FILE_NAME);
            if (rulesFile && snapshot.size(entry) <= Limits.FILE_BYTES) {
                return new IgnoreRules(this, entered.path(), parse(snapshot.read(entry)), steps);
            }
        }
        return this;
    }

    /** Why a folder's own rules cannot be read; without them, what they leave out would be deployed. */
    static Optional<Problem> problem(Snapshot snapshot, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.isFile() && entry.name().equals(FILE_NAME))
                .findFirst()
                .flatMap(entry -> {
                    long size = snapshot.size(entry);
                    if (size > Limits.FILE_BYTES) {
                        return Optional.of(Limits.tooLarge(entry.path(), size));
                    }
                    return LfsPointer.is(snapshot.read(entry))
                            ? Optional.of(LfsPointer.problem(entry.path()))
                            : Optional.empty();
                });
    }

    /** The problem of rules that throw {@link TooManyStepsException}. */
    public static Problem tooCostly(String where) {
        return Reason.BUNDLE_TOO_LARGE.problem(
                "the rules in " + FILE_NAME + " are too many, or take too long with so many files; write fewer and"
                        + " simpler ones, or split the application",
                where);
    }

    /**
     * Whether the entry is left out; a folder's own rules are not asked about the folder itself. The last rule that matches
     * decides.
     *
     * @throws TooManyStepsException when all rules of a target together take too long
     */
    public boolean ignores(Entry entry) {
        List<String> path = List.of(Paths.relative(folder, entry.path()).split("/", -1));
        for (IgnoreRule rule : rules.reversed()) {
            if (rule.matches(path, entry.isFolder(), steps)) {
                return !rule.keeps();
            }
        }
        return outer != null && outer.ignores(entry);
    }

    private List<IgnoreRule> parse(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return (text.startsWith(MARK) ? text.substring(MARK.length()) : text)
                .lines()
                .flatMap(line -> IgnoreRule.of(line).stream())
                .peek(rule -> steps.take(STEPS_OF_A_RULE))
                .toList();
    }
}
