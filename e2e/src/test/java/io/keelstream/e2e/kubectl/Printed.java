package io.keelstream.e2e.kubectl;

import io.keelstream.e2e.conformance.Normal;
import java.util.regex.Pattern;

/** What kubectl printed, without what differs from run to run: times, ages, addresses, hashes, the width of columns. */
final class Printed {

    private static final Pattern AGE = Pattern.compile("\\b(\\d+[smh])+( ago)?\\b");
    private static final Pattern HASHES =
            Pattern.compile("\\b(web|controller|set)-[0-9a-z]{5,10}-[0-9a-z]{5}\\b|\\bweb-[0-9a-z]{6,10}\\b");
    private static final Pattern HASH_LABEL = Pattern.compile("(pod-template-hash|controller-revision-hash)=\\S+");
    private static final Pattern DATE =
            Pattern.compile("\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}");
    private static final Pattern SERVER = Pattern.compile("https?://127\\.0\\.0\\.1:\\d+(/[0-9a-f]{48})?");
    private static final Pattern NODE = Pattern.compile("\\bnode-\\d\\b(/\\S+)?");
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");

    private Printed() {}

    static String normal(String text, String namespace) {
        String result = Normal.text(text.replace(namespace, "<namespace>"));
        result = SERVER.matcher(result).replaceAll("<server>");
        result = DATE.matcher(result).replaceAll("<time>");
        result = HASH_LABEL.matcher(result).replaceAll("$1=<hash>");
        result = HASHES.matcher(result).replaceAll("<generated>");
        result = NODE.matcher(result).replaceAll("<node>");
        result = AGE.matcher(result).replaceAll("<age>");
        return SPACES.matcher(result).replaceAll(" ").replace(" \n", "\n");
    }
}
