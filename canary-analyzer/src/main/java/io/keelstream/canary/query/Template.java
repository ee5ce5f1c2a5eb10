package io.keelstream.canary.query;

import io.keelstream.canary.observations.Arm;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the places of a query: <code>{{namespace}}</code>, <code>{{pods}}</code> (regular expression of the arm's pods),
 * <code>{{service}}</code> (name of the arm's Service) and <code>{{arm}}</code> ({@code baseline} or {@code canary}). They stand inside double quotes, for which values are escaped.
 * Stateless.
 */
public final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private Template() {}

    /** The query for one arm; places that do not exist stay as they are, see {@link #unknownPlace}. */
    public static String fill(String template, Arm arm, String namespace, ArmNames names) {
        Map<String, String> values = values(arm, namespace, names);
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(
                        Optional.ofNullable(values.get(place.group(1))).orElse(place.group())));
    }

    /** Whether a query asks for the Service of an arm, so that its series are those of proxies. */
    public static boolean perService(String template) {
        return PLACE.matcher(template)
                .results()
                .anyMatch(place -> place.group(1).equals("service"));
    }

    /** What is wrong with the places of a query; empty when nothing is. */
    public static Optional<String> unknownPlace(String template) {
        Map<String, String> known = values(Arm.CANARY, "", new ArmNames("", null));
        return PLACE.matcher(template)
                .results()
                .filter(place -> !known.containsKey(place.group(1)))
                .map(place -> place.group() + " is not a placeholder of a query; there are {{"
                        + String.join("}}, {{", known.keySet()) + "}}")
                .findFirst();
    }

    private static Map<String, String> values(Arm arm, String namespace, ArmNames names) {
        Map<String, String> values = new TreeMap<>();
        values.put("arm", arm.name().toLowerCase(Locale.ROOT));
        values.put("namespace", quoted(namespace));
        values.put("pods", quoted(names.pods()));
        values.put("service", quoted(names.service() == null ? "" : names.service()));
        return values;
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
