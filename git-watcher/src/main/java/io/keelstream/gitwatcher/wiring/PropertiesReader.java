package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.Sources;
import io.keelstream.gitwatcher.application.Names;
import io.keelstream.gitwatcher.bundle.DigestKey;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.fetch.SourceSettings;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.git.WantedRef;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.gitwatcher.webhook.Provider;
import io.keelstream.gitwatcher.webhook.WebhookSettings;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Cluster;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Credentials;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Repository;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.seal.SecretSealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks properties and turns them into settings; reports all mistakes at once. Used once. */
final class PropertiesReader {

    private final GitWatcherProperties properties;
    private final List<String> mistakes = new ArrayList<>();

    PropertiesReader(GitWatcherProperties properties) {
        this.properties = properties;
    }

    /** The settings. Throws {@link InvalidPropertiesException} with one line per mistake. */
    GitWatcherSettings settings(TenantProperties written, Renderers renderers, IntFunction<HeldMemory> held) {
        String installation = label("keelstream.installation", properties.installation());
        List<RepositorySettings> repositories = repositories();
        Map<String, ClusterFacts> clusters = clusters();
        SecretRule secrets = secrets();
        Map<String, WebhookSettings> webhooks = webhooks();
        SourceSettings elsewhere = new SourcesReader(mistakes)
                .read(properties.renderers().sources())
                .with(new LfsReader(mistakes).read(properties.repositories(), repositories));
        Set<String> names = repositories.stream().map(RepositorySettings::name).collect(Collectors.toSet());
        Tenants tenants = new TenantsReader(names, clusters.keySet(), mistakes).read(written.tenants());
        if (!mistakes.isEmpty()) {
            throw new InvalidPropertiesException(mistakes);
        }
        return new GitWatcherSettings(
                installation,
                Path.of(properties.state()),
                new Sources(repositories, webhooks, elsewhere, tenants),
                GitWatcherSettings.Clusters.stated(clusters),
                secrets,
                renderers,
                held.apply(repositories.size()));
    }

    private List<RepositorySettings> repositories() {
        List<RepositorySettings> repositories = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < properties.repositories().size(); i++) {
            String at = "keelstream.repositories[" + i + "]";
            Repository written = properties.repositories().get(i);
            String name = label(at + ".name", written.name());
            String ref = ref(at + ".ref", written.ref());
            String root = Paths.resolve("", written.path());
            if (root == null) {
                mistake(at + ".path", written.path(), "a folder inside the repository");
            }
            Duration poll = written.poll() == null ? usualPoll(name) : written.poll();
            if (poll.compareTo(Duration.ofSeconds(1)) < 0 || poll.compareTo(Duration.ofHours(24)) > 0) {
                mistake(at + ".poll", poll.toString(), "a duration from 1s to 24h");
            }
            GitCredentials credentials = credentials(at + ".credentials", written.credentials());
            String url = url(at + ".url", written.url());
            if (credentials instanceof GitCredentials.Exec && !url.startsWith("http")) {
                mistakes.add(at + ".credentials.exec: is for https:// addresses; allowed: key and known-hosts for SSH");
            }
            RepositorySettings repository = new RepositorySettings(
                    name,
                    url,
                    ref,
                    root == null ? "" : root,
                    poll,
                    credentials,
                    new RepositorySettings.Options(
                            written.verify() == null
                                    ? null
                                    : new VerifyReader(at + ".verify", mistakes).read(written.verify()),
                            written.submodules(),
                            new NetworkReader(at, mistakes).read(written.url(), written.ca(), written.proxy()),
                            new FoldersReader(at + ".folders", mistakes).read(written)));
            if (!keys.add(repository.key())) {
                mistake(at + ".name", name, "a combination of name and ref that no other entry has");
            }
            repositories.add(repository);
        }
        return repositories;
    }

    /** With webhooks, polling finds what a host failed to deliver. */
    private Duration usualPoll(String name) {
        boolean reported =
                properties.repositories().stream().anyMatch(each -> each.webhook() != null && name.equals(each.name()));
        return reported ? Duration.ofMinutes(5) : Duration.ofSeconds(30);
    }

    private Map<String, WebhookSettings> webhooks() {
        Map<String, WebhookSettings> webhooks = new HashMap<>();
        for (int i = 0; i < properties.repositories().size(); i++) {
            Repository repository = properties.repositories().get(i);
            if (repository.webhook() != null && repository.name() != null) {
                webhook("keelstream.repositories[" + i + "].webhook", repository.webhook())
                        .ifPresent(read -> {
                            WebhookSettings other = webhooks.putIfAbsent(repository.name(), read);
                            if (other != null && !other.equals(read)) {
                                mistakes.add("keelstream.repositories[].webhook: differs between refs of '"
                                        + repository.name() + "'; allowed: one webhook for each repository");
                            }
                        });
            }
        }
        int port = properties.webhooks().port();
        if (port < 0 || port > 65_535) {
            mistake("keelstream.webhooks.port", String.valueOf(port), "a port, or 0 for any free one");
        }
        return webhooks;
    }

    private Optional<WebhookSettings> webhook(String property, GitWatcherProperties.Webhook written) {
        Optional<Provider> provider = Provider.of(written.provider());
        if (provider.isEmpty()) {
            mistake(property + ".provider", written.provider(), Provider.labels());
        }
        if (written.secret().length() < WebhookSettings.SHORTEST_SECRET) {
            mistakes.add(property + ".secret: is missing or short; allowed: at least " + WebhookSettings.SHORTEST_SECRET
                    + " characters, e.g. of `openssl rand -hex 32`");
            return Optional.empty();
        }
        return provider.map(each -> new WebhookSettings(each, written.secret()));
    }

    private String url(String property, @Nullable String url) {
        if (url == null || url.isBlank()) {
            mistake(property, "", "https://..., ssh://..., git@host:path, file://... or a local path");
            return "";
        }
        if (url.matches("[a-z+]+://[^/@]*:[^/@]*@.*")) {
            mistakes.add(property
                    + ": contains a password; allowed: a url without one, and keelstream.repositories[].credentials");
        } else if (url.startsWith("http://") && !url.matches("http://(localhost|127\\.0\\.0\\.1)[:/].*")) {
            mistake(property, url, "https:// (plain http only on this machine)");
        }
        return url;
    }

    private String ref(String property, String ref) {
        String full = WantedRef.full(ref);
        if (WantedRef.parse(full).isEmpty()) {
            mistake(
                    property,
                    ref,
                    "HEAD, a branch, a full ref name such as refs/tags/v1, a commit, or a range of tags such as"
                            + " semver:>=1.2 <2");
        }
        return full;
    }

    private GitCredentials credentials(String property, Credentials written) {
        if (written.exec() != null) {
            if (written.key() != null
                    || written.token() != null
                    || written.user() != null
                    || written.password() != null) {
                mistakes.add(property + ": has a helper and other credentials; allowed: one of both");
            }
            return new GitCredentials.Exec(new ExecReader(mistakes).helper(property + ".exec", written.exec()));
        }
        if (written.key() != null) {
            if (written.knownHosts() == null) {
                mistakes.add(property + ".known-hosts: is missing; allowed: a file with the host's key");
                return new GitCredentials.None();
            }
            return new GitCredentials.SshKey(
                    file(property + ".key", written.key()),
                    file(property + ".known-hosts", written.knownHosts()),
                    written.passphrase());
        }
        if (written.token() != null) {
            return new GitCredentials.Basic(written.user() == null ? "token" : written.user(), written.token());
        }
        if (written.user() != null && written.password() != null) {
            return new GitCredentials.Basic(written.user(), written.password());
        }
        if (written.user() != null || written.password() != null) {
            mistakes.add(property + ": has only a user or only a password; allowed: both, a token, or an SSH key");
        }
        return new GitCredentials.None();
    }

    private Path file(String property, String written) {
        Path file = Path.of(written);
        if (!Files.isReadable(file)) {
            mistake(property, written, "a readable file");
        }
        return file;
    }

    private Map<String, ClusterFacts> clusters() {
        Map<String, ClusterFacts> clusters = new LinkedHashMap<>();
        for (int i = 0; i < properties.clusters().size(); i++) {
            Cluster written = properties.clusters().get(i);
            String name = label("keelstream.clusters[" + i + "].name", written.name());
            clusters.put(name, new ClusterFacts(written.kubeVersion(), written.apiVersions()));
        }
        if (clusters.isEmpty()) {
            clusters.put("default", ClusterFacts.UNSTATED);
        }
        return clusters;
    }

    private SecretRule secrets() {
        GitWatcherProperties.Secrets written = properties.secrets();
        if (!written.plain().equals("seal")) {
            if (!written.plain().equals("refuse")) {
                mistake("keelstream.secrets.plain", written.plain(), "refuse, seal");
            }
            return new SecretRule.Refuse();
        }
        String recipient = written.recipient() == null ? "" : written.recipient();
        String key = written.digestKey() == null ? "" : written.digestKey();
        try {
            return new SecretRule.Seal(
                    new SecretSealer(recipient),
                    new DigestKey(Base64.getDecoder().decode(key)));
        } catch (SealException e) {
            mistake("keelstream.secrets.recipient", recipient, "an age X25519 public key (age1...)");
        } catch (IllegalArgumentException e) {
            mistakes.add("keelstream.secrets.digest-key: is not valid; allowed: base64 of at least 16 random bytes");
        }
        return new SecretRule.Refuse();
    }

    private String label(String property, @Nullable String written) {
        String text = written == null ? "" : written;
        if (!Names.isDnsLabel(text)) {
            mistake(property, text, "a DNS label (1 to 63 of a-z, 0-9 and '-')");
        }
        return text;
    }

    private void mistake(String property, String value, String allowed) {
        mistakes.add(property + ": is '" + value + "'; allowed: " + allowed);
    }
}
