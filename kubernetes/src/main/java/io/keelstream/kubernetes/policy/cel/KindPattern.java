package io.keelstream.kubernetes.policy.cel;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.regex.Pattern;

/**
 * Kinds, as a rule names them: {@code Deployment.apps}, {@code Service}, all of a group ({@code *.example.com}), or all ({@code *}).
 *
 * @param text as it is written
 */
record KindPattern(String text) {

    private static final Pattern FORM =
            Pattern.compile("\\*|(\\*|[A-Za-z][A-Za-z0-9]*)(\\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?");

    KindPattern {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no kind; write Deployment.apps, Service, *.example.com or *");
        }
    }

    boolean matches(GroupKind kind) {
        return text.equals("*")
                || (text.startsWith("*.") ? kind.group().equals(text.substring(2)) : text.equals(kind.toString()));
    }
}
