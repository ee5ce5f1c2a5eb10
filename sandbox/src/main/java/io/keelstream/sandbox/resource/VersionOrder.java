package io.keelstream.sandbox.resource;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which Kubernetes prefers versions: GA before beta before alpha, higher numbers first, everything else last
 * and alphabetical.
 */
final class VersionOrder implements Comparator<String> {

    static final Comparator<String> PREFERRED_FIRST = new VersionOrder();

    private static final Pattern VERSION = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

    private VersionOrder() {}

    @Override
    public int compare(String left, String right) {
        Matcher a = VERSION.matcher(left);
        Matcher b = VERSION.matcher(right);
        boolean knownA = a.matches();
        boolean knownB = b.matches();
        if (!knownA || !knownB) {
            return knownA == knownB ? left.compareTo(right) : knownA ? -1 : 1;
        }
        int byStage = Integer.compare(stage(a), stage(b));
        if (byStage != 0) {
            return byStage;
        }
        int byMajor = Integer.compare(Integer.parseInt(b.group(1)), Integer.parseInt(a.group(1)));
        return byMajor != 0 || a.group(3) == null
                ? byMajor
                : Integer.compare(Integer.parseInt(b.group(3)), Integer.parseInt(a.group(3)));
    }

    private static int stage(Matcher version) {
        String stage = version.group(2);
        return stage == null ? 0 : stage.equals("beta") ? 1 : 2;
    }
}
