package io.keelstream.cli.provision;

import io.keelstream.contracts.access.Right;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An account's ACLs as text: one line each. Pure. */
final class RightsText {

    private RightsText() {}

    /** E.g. {@code User:planner read,describe,describe_configs topic keelstream.desired.v1}. */
    static List<String> lines(List<Right> rights, String principal) {
        return rights.stream()
                .map(right -> principal + " " + operations(right) + " "
                        + right.kind().name().toLowerCase(Locale.ROOT) + " " + right.name()
                        + (right.prefix() ? "*" : ""))
                .toList();
    }

    private static String operations(Right right) {
        return right.operations().stream()
                .sorted()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
