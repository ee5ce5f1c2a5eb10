package io.keelstream.gitwatcher.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of hosts that send webhooks: how each proves who sent one, and where its payload names the refs of a push. */
public enum Provider {
    /** {@code docs.github.com}, "Validating webhook deliveries", event {@code push}. */
    GITHUB("github", new Proof.Hmac("X-Hub-Signature-256", "sha256="), RefPath.of("ref")),
    /** {@code docs.gitlab.com}, "Webhook events", {@code Push Hook} and {@code Tag Push Hook}. */
    GITLAB("gitlab", new Proof.Token("X-Gitlab-Token"), RefPath.of("ref")),
    /** {@code docs.gitea.com}, "Webhooks", event {@code push}. */
    GITEA("gitea", new Proof.Hmac("X-Gitea-Signature", ""), RefPath.of("ref")),
    /** {@code forgejo.org}, "Webhooks", event {@code push}. */
    FORGEJO("forgejo", new Proof.Hmac("X-Forgejo-Signature", ""), RefPath.of("ref")),
    /** Bitbucket Cloud, "Event payloads", {@code repo:push}; the old side of a change is there when a branch is deleted. */
    BITBUCKET(
            "bitbucket",
            new Proof.Hmac("X-Hub-Signature", "sha256="),
            RefPath.of("push", "changes", RefPath.EACH, "new"),
            RefPath.of("push", "changes", RefPath.EACH, "old")),
    /** Bitbucket Data Center, "Event payload", {@code repo:refs_changed}. */
    BITBUCKET_SERVER(
            "bitbucket-server",
            new Proof.Hmac("X-Hub-Signature", "sha256="),
            RefPath.of("changes", RefPath.EACH, "ref", "id")),
    /** Azure DevOps service hooks, {@code git.push}, basic authentication: it signs nothing. */
    AZURE_DEVOPS("azure-devops", new Proof.BasicPassword(), RefPath.of("resource", "refUpdates", RefPath.EACH, "name")),
    /** Anything that can compute an HMAC-SHA-256 over what it sends. */
    GENERIC("generic", new Proof.Hmac("X-Signature", "sha256="), RefPath.of("ref"), RefPath.of("refs", RefPath.EACH));

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // records
    private final Proof proof;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<RefPath> paths;

    Provider(String label, Proof proof, RefPath... paths) {
        this.label = label;
        this.proof = proof;
        this.paths = List.of(paths);
    }

    /** The name in configuration and records. */
    public String label() {
        return label;
    }

    /** The provider of a configured name; empty for none. */
    public static Optional<Provider> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /** All names, for messages. */
    public static String labels() {
        return Arrays.stream(values()).map(Provider::label).collect(Collectors.joining(", "));
    }

    /** How a delivery shows that it was sent by who knows the secret. */
    public Proof proof() {
        return proof;
    }

    /** Whether a delivery that names no ref is about every ref; from other hosts it is about something else than a push. */
    boolean mayNameNone() {
        return this == GENERIC;
    }

    /** The full names of the refs that a payload says were pushed, created or deleted. */
    Set<String> refs(@Nullable Object payload) {
        Set<String> refs = new TreeSet<>();
        paths.forEach(path -> refs.addAll(path.read(payload)));
        return refs;
    }

    /** A payload with the least that says that a ref was pushed. */
    public Object sample(String ref) {
        return paths.getFirst().write(ref);
    }
}
