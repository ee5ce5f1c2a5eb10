package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry asks who asks: {@code Bearer realm="https://auth.example.com/token",service="registry",scope="..."}
 * (<a href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a>).
 *
 * @param scheme in lower case; empty where it cannot be read
 * @param parameters its parameters
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z]{1,20})(?:\\s+(.*))?");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z_]{1,50})\\s*=\\s*(?:\"([^\"]{0,2000})\"|([^\\s,\"]{1,2000}))");
    private static final int LONGEST = 8_000;

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    static Challenge parse(String header) {
        Matcher scheme = SCHEME.matcher(header);
        if (header.length() > LONGEST || !scheme.matches()) {
            return new Challenge("", Map.of());
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher each = PARAMETER.matcher(scheme.group(2) == null ? "" : scheme.group(2));
        while (each.find()) {
            parameters.putIfAbsent(
                    each.group(1).toLowerCase(Locale.ROOT), each.group(2) == null ? each.group(3) : each.group(2));
        }
        return new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters);
    }

    /** Where a token is had for reading what is asked for. */
    URI tokens(String scope) throws FetchException {
        String realm = parameters.getOrDefault("realm", "");
        String service = parameters.getOrDefault("service", "");
        try {
            return URI.create(realm + (realm.contains("?") ? "&" : "?") + "scope="
                    + URLEncoder.encode(parameters.getOrDefault("scope", scope), StandardCharsets.UTF_8)
                    + (service.isEmpty() ? "" : "&service=" + URLEncoder.encode(service, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new FetchException(Reason.SOURCE_INVALID, "a registry names no address for tokens that can be used");
        }
    }
}
