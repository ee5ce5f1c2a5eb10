package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.snapshot.Paths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an own renderer wrote about its failure, as far as it can be published. Such a program may quote anything that it read, and its
 * messages are not known; so only parts are repeated that cannot be a value: files of the inputs with line and column, plain words that
 * are no {@link InputWords value} of the inputs, and names that the inputs use as names. Everything else is an ellipsis: what is in quotes,
 * numbers, words of letters and digits. Pure, but for the inputs.
 *
 * @param message the first lines, with ellipses
 * @param where the first place that they name; the target's path where they name none
 */
record ErrorText(String message, String where) {

    private static final String LEFT_OUT = "…";
    private static final int MOST_LINES = 8;
    private static final int MOST_CHARACTERS = 800;
    private static final int LONGEST_LINE = 2_000;
    private static final int LONGEST_WORD = 20;

    private static final Pattern QUOTED =
            Pattern.compile("\"[^\"]*(?:\"|$)|`[^`]*(?:`|$)|(?<![\\p{L}\\p{N}])'[^']*(?:'|$)");
    private static final Pattern PLACE = Pattern.compile(
            "([-\\p{L}\\p{N}_.~/+@]*[\\p{L}\\p{N}_])((?::\\(?[0-9]{1,7}\\)?(?:[:-]\\(?[0-9]{1,7}\\)?){0,3})?)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z]?[a-z]*|[A-Z]+|[0-9]{1,2}");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");
    private static final Pattern REPEATED = Pattern.compile("…(?:[^\\p{L}\\p{N}\\s…]*\\s?…)+");

    /**
     * The part that can be published.
     *
     * @param errors what the program wrote to its standard error
     * @param tree the folder that holds the inputs at their paths
     * @param path the target's path, in whose folder the program ran
     */
    static ErrorText of(String errors, Path tree, String path) {
        InputWords words = InputWords.in(tree);
        List<String> lines = new ArrayList<>();
        @Nullable String where = null;
        int characters = 0;
        for (String line : errors.lines().filter(each -> !each.isBlank()).toList()) {
            if (lines.size() == MOST_LINES || characters > MOST_CHARACTERS) {
                break;
            }
            String cut = line.strip();
            cut = cut.substring(0, Math.min(cut.length(), LONGEST_LINE));
            Line shown = new Line(tree, path, words);
            String text = shown.of(cut);
            where = where == null ? shown.where : where;
            if (text.chars().anyMatch(Character::isLetter)) {
                lines.add(text);
                characters += text.length();
            }
        }
        String message = lines.isEmpty() ? "what it writes can be a value, and is left out" : String.join("; ", lines);
        message = message.length() > MOST_CHARACTERS ? message.substring(0, MOST_CHARACTERS) + LEFT_OUT : message;
        return new ErrorText(
                message + (message.contains(LEFT_OUT) ? " (what may be a value is left out)" : ""),
                where == null ? Paths.named(path) : where);
    }

    /** One line while it is read. */
    private static final class Line {

        private final Path tree;
        private final String path;
        private final InputWords words;
        private @Nullable String where;

        Line(Path tree, String path, InputWords words) {
            this.tree = tree;
            this.path = path;
            this.words = words;
        }

        String of(String line) {
            String relative = UNPRINTABLE.matcher(line.replace(tree + "/", "/")).replaceAll(" ");
            StringBuilder text = new StringBuilder();
            int from = 0;
            Matcher quoted = QUOTED.matcher(relative);
            while (quoted.find()) {
                text.append(unquoted(relative.substring(from, quoted.start())));
                text.append(quotation(quoted.group()));
                from = quoted.end();
            }
            text.append(unquoted(relative.substring(from)));
            return REPEATED.matcher(text).replaceAll(LEFT_OUT);
        }

        /** A quotation is a value, unless it is a file of the inputs. */
        private String quotation(String quoted) {
            String inside = quoted.substring(1, Math.max(1, quoted.length() - 1));
            String file = file(inside);
            return file == null ? LEFT_OUT : quoted.charAt(0) + file + quoted.charAt(0);
        }

        /** Places as they are in the repository, and what is between them without values. */
        private String unquoted(String part) {
            StringBuilder text = new StringBuilder();
            int from = 0;
            Matcher place = PLACE.matcher(part);
            while (place.find()) {
                String file = file(place.group(1));
                if (file != null) {
                    String named = file + place.group(2);
                    where = where == null ? named : where;
                    text.append(words(part.substring(from, place.start()))).append(named);
                    from = place.end();
                }
            }
            return text.append(words(part.substring(from))).toString();
        }

        private String words(String part) {
            return WORD.matcher(words.withoutValues(part, LEFT_OUT))
                    .replaceAll(each -> Matcher.quoteReplacement(isPlain(each.group()) ? each.group() : LEFT_OUT));
        }

        private boolean isPlain(String word) {
            return words.areKnown()
                    && ((word.length() <= LONGEST_WORD && PLAIN.matcher(word).matches()) || words.isName(word));
        }

        /** The path of a file of the inputs; null where the text names none. */
        private @Nullable String file(String name) {
            String file = name.startsWith("/") ? Paths.resolve("", name.substring(1)) : Paths.resolve(path, name);
            return file != null && !file.isEmpty() && Files.isRegularFile(tree.resolve(file)) ? file : null;
        }
    }
}
