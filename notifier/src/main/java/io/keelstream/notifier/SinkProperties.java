package io.keelstream.notifier;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.notifier.delivery.SinkSettings;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.NoticeFilter;
import io.keelstream.notifier.notice.NoticeTemplate;
import io.keelstream.notifier.sink.CommitStatuses;
import io.keelstream.notifier.sink.GitHost;
import io.keelstream.notifier.sink.SecretFile;
import io.keelstream.notifier.sink.Sink;
import io.keelstream.notifier.sink.Slack;
import io.keelstream.notifier.sink.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A receiver of notices. Files are read for every message, so what is rotated counts at once.
 *
 * @param name its name: part of its consumer group, so another name is another receiver, which begins with the events of then
 * @param kind {@code slack}, {@code webhook}, {@code github}, {@code gitlab} or {@code gitea} (Forgejo too)
 * @param url where to: of a webhook its address; of a Git host the base of its API (GitHub {@code https://api.github.com}, GitLab
 *     {@code https://HOST/api/v4}, Gitea {@code https://HOST/api/v1})
 * @param urlFile of {@code slack}: file with the URL of the incoming webhook, which is a secret
 * @param secretFile of {@code webhook}: file with the keys of signatures, one a line; absent: no signatures
 * @param tokenFile of a Git host: file with a token that may write statuses of commits
 * @param repositories of a Git host: name of a repository in the installation to the host's, {@code owner/name}; others are passed over
 * @param context of a Git host: what the names of statuses begin with, {@code <context>/<target>}; another one in each installation that
 *     reports on the same commits
 * @param targets whose events; {@code *} stands for any text, and what begins with {@code !} excludes
 * @param events kinds of events: {@code observed}, {@code rejected}, {@code started}, {@code finished}, {@code delayed},
 *     {@code skipped}, {@code attention-needed}, {@code attention-resolved}, {@code removed}, {@code drift-detected}, {@code drift-resolved}; empty: for {@code slack}
 *     {@code rejected}, {@code finished}, {@code attention-needed}, {@code attention-resolved} and {@code removed}, else all
 * @param outcomes of {@code finished}: only these outcomes; empty: all
 * @param reminders whether {@code attention-needed} is sent again every hour while it lasts
 * @param template of {@code slack} and Git hosts: the text, with placeholders
 * @param perMinute how many messages in a minute, at most
 * @param timeout for a whole answer
 * @param keepTrying how old an event that cannot be delivered may become
 * @param tlsBundle SSL bundle ({@code spring.ssl.bundle.pem.<name>}) with the CA that is trusted and the certificate that is shown;
 *     absent: the JVM's own trust
 */
record SinkProperties(
        @DefaultValue("") String name,
        @Nullable SinkKind kind,
        @DefaultValue("") String url,
        @Nullable Path urlFile,
        @Nullable Path secretFile,
        @Nullable Path tokenFile,
        @DefaultValue Map<String, String> repositories,
        @DefaultValue("keelstream") String context,
        @DefaultValue("*") List<String> targets,
        @DefaultValue Set<Kind> events,
        @DefaultValue Set<Outcome> outcomes,
        @DefaultValue("true") boolean reminders,
        @DefaultValue("") String template,
        @DefaultValue("30") int perMinute,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("24h") Duration keepTrying,
        @Nullable String tlsBundle) {

    private static final String PREFIX = "keelstream.notifier.sinks";
    private static final String CHAT = "*{target}* {commit} {text}\n{message}\n{command}";
    private static final String LINE = "{text}";
    private static final String CONTEXT = "(?=.{1,64}$)[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*";

    /** What receivers there are. */
    enum SinkKind {
        SLACK,
        WEBHOOK,
        GITHUB,
        GITLAB,
        GITEA
    }

    /** Checks what can be checked without asking the receiver. */
    SinkProperties {
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    PREFIX + ".name is '" + name + "'; allowed are up to 64 of a-z, 0-9 and -, e.g. team-chat");
        }
        if (kind == null) {
            throw refused(name, "has no kind; it is slack, webhook, github, gitlab or gitea");
        }
        switch (kind) {
            case SLACK -> needed(name, "url-file", urlFile);
            case WEBHOOK -> {
                parsed(name, url);
                if (secretFile != null) {
                    needed(name, "secret-file", secretFile);
                }
            }
            case GITHUB, GITLAB, GITEA -> {
                parsed(name, url);
                needed(name, "token-file", tokenFile);
                if (!context.matches(CONTEXT)) {
                    throw refused(
                            name,
                            "has the context '" + context
                                    + "'; allowed are up to 64 letters, digits, '.', '_', '-' and '/' between them, e.g. keelstream-eu");
                }
                if (repositories.isEmpty()) {
                    throw refused(
                            name, "has no repositories; name at least one, e.g. repositories: {infra: acme/infra}");
                }
                repositories.values().stream()
                        .filter(each -> !each.matches("[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)+"))
                        .findFirst()
                        .ifPresent(each -> {
                            throw refused(name, "has the repository '" + each + "'; it is a path such as acme/infra");
                        });
            }
        }
        if (perMinute < 1 || perMinute > 6_000) {
            throw refused(name, "has per-minute " + perMinute + "; allowed is 1 to 6000");
        }
        within(name, "timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
        within(name, "keep-trying", keepTrying, Duration.ofMinutes(1), Duration.ofDays(14));
        NoticeTemplate _ = new NoticeTemplate(template);
    }

    /**
     * What the notifier needs of it.
     *
     * @param bundles name of an SSL bundle to its present context
     */
    SinkSettings settings(Function<String, Supplier<SSLContext>> bundles) {
        return new SinkSettings(
                name,
                new NoticeFilter(targets, events.isEmpty() ? byDefault() : events, outcomes, reminders),
                sink(),
                new SinkSettings.Limits(perMinute, timeout, keepTrying),
                tlsBundle == null ? null : bundles.apply(tlsBundle));
    }

    private Set<Kind> byDefault() {
        return kind == SinkKind.SLACK
                ? EnumSet.of(Kind.REJECTED, Kind.FINISHED, Kind.ATTENTION_NEEDED, Kind.ATTENTION_RESOLVED, Kind.REMOVED)
                : EnumSet.allOf(Kind.class);
    }

    private Sink sink() {
        return switch (kind()) {
            case SLACK -> new Slack(file(urlFile), words(CHAT));
            case WEBHOOK -> new Webhook(parsed(name, url), secretFile == null ? null : file(secretFile));
            case GITHUB -> statuses(GitHost.GITHUB);
            case GITLAB -> statuses(GitHost.GITLAB);
            case GITEA -> statuses(GitHost.GITEA);
            case null -> throw new IllegalStateException("a sink without a kind is refused");
        };
    }

    private CommitStatuses statuses(GitHost host) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return new CommitStatuses(host, parsed(name, base), repositories, context, file(tokenFile), words(LINE));
    }

    private NoticeTemplate words(String otherwise) {
        return new NoticeTemplate(template.isEmpty() ? otherwise : template);
    }

    private static SecretFile file(@Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("a sink without its file is refused");
        }
        return new SecretFile(path);
    }

    private static void needed(String name, String property, @Nullable Path file) {
        if (file == null) {
            throw refused(name, "needs " + property);
        }
        if (!Files.isReadable(file)) {
            throw refused(name, "has " + property + " " + file + ", which cannot be read");
        }
    }

    /** A URL may hold a credential, so it is in no message. */
    private static URI parsed(String name, String url) {
        try {
            URI parsed = new URI(url);
            boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
            if (http && parsed.getHost() != null && parsed.getUserInfo() == null) {
                return parsed;
            }
        } catch (URISyntaxException malformed) {
            // reported below
        }
        throw refused(name, "needs a url that begins with http:// or https:// and has no user");
    }

    private static void within(String name, String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refused(name, "has " + property + " " + value + "; allowed is " + least + " to " + most);
        }
    }

    private static IllegalArgumentException refused(String name, String what) {
        return new IllegalArgumentException(PREFIX + ": '" + name + "' " + what);
    }
}
