package io.keelstream.cli.adopt.layout;

import io.keelstream.cli.adopt.draft.LabelText;
import java.util.List;

/** What several names have in common at one of their ends, in whole words between dashes. Pure. */
final class CommonName {

    private CommonName() {}

    /** The longer one of the common beginning and the common end; empty where there is neither. */
    static String of(List<String> names) {
        List<List<String>> words =
                names.stream().map(each -> List.of(each.split("-", -1))).toList();
        String start = String.join("-", start(words));
        String end = String.join(
                "-", start(words.stream().map(List::reversed).toList()).reversed());
        String longer = start.length() >= end.length() ? start : end;
        return LabelText.is(longer) ? longer : "";
    }

    private static List<String> start(List<List<String>> words) {
        List<String> first = words.getFirst();
        int same = 0;
        while (same < first.size() && all(words, same, first.get(same))) {
            same++;
        }
        return first.subList(0, same);
    }

    private static boolean all(List<List<String>> words, int at, String word) {
        return words.stream().allMatch(each -> at < each.size() && each.get(at).equals(word));
    }
}
