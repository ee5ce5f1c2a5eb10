package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.child.RendererPrograms;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.render.Renderers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * The properties of git-watcher, as written. {@link PropertiesReader} checks it and reports every mistake.
 *
 * @param installation name of the installation; a DNS label
 * @param state folder of the clones
 * @param repositories the refs to watch
 * @param clusters the clusters that targets may name
 * @param secrets what happens to plain Secrets
 * @param renderers which programs render
 * @param webhooks where webhooks are received
 */
@ConfigurationProperties("keelstream")
public record GitWatcherProperties(
        @Nullable String installation,
        @DefaultValue("/var/lib/keelstream/git") String state,
        @DefaultValue List<Repository> repositories,
        @DefaultValue List<Cluster> clusters,
        @DefaultValue Secrets secrets,
        @DefaultValue RendererPins renderers,
        @DefaultValue Webhooks webhooks) {

    /** The checked settings of an installation without tenants. */
    public GitWatcherSettings settings(Renderers renderers, IntFunction<HeldMemory> held) {
        return settings(TenantProperties.NONE, renderers, held);
    }

    /**
     * The checked settings.
     *
     * @param tenants who may deploy what
     * @param held makes of the number of refs how much memory bundles may take
     * @throws InvalidPropertiesException with one line per mistake
     */
    public GitWatcherSettings settings(TenantProperties tenants, Renderers renderers, IntFunction<HeldMemory> held) {
        return new PropertiesReader(this).settings(tenants, renderers, held);
    }

    /**
     * One ref of one repository.
     *
     * @param name name in the installation; a DNS label
     * @param url where it is; without credentials
     * @param ref full ref name or HEAD, a commit, or {@code semver:} and a range of tags; a short name is a branch
     * @param path folder below which applications are looked for
     * @param poll how often it is asked; absent: every 30s, or every 5m where its repository has a webhook
     * @param credentials how to authenticate
     * @param webhook the webhook of its repository; once is enough for all refs with the same name
     * @param verify who must sign its commits; absent: nobody
     * @param lfs whether files in Git LFS are fetched; otherwise a pointer to one rejects the targets that read it
     * @param submodules whether submodules are fetched, from the hosts of {@code renderers.sources}; otherwise one rejects the targets that read
     *     it
     * @param ca file of the only certificates that vouch for its host (PEM), read for every connection; absent: those of Java
     * @param proxy the HTTP proxy that its host is asked through; absent: it is asked directly
     * @param folders the only folders whose files are fetched, beside {@code path}; absent: all
     */
    public record Repository(
            @Nullable String name,
            @Nullable String url,
            @DefaultValue("HEAD") String ref,
            @DefaultValue(".") String path,
            @Nullable Duration poll,
            @DefaultValue Credentials credentials,
            @Nullable Webhook webhook,
            @Nullable Verify verify,
            @DefaultValue("false") boolean lfs,
            @DefaultValue("false") boolean submodules,
            @Nullable String ca,
            @Nullable Proxy proxy,
            @DefaultValue List<String> folders) {

        /** A repository without credentials. */
        public static Repository open(String name, String url, String ref) {
            Map<String, String> written = Map.of("repository.name", name, "repository.url", url, "repository.ref", ref);
            return new Binder(new MapConfigurationPropertySource(written)).bindOrCreate("repository", Repository.class);
        }
    }

    /**
     * An HTTP proxy; its address alone may stand in its place.
     *
     * @param url where it is, {@code http://HOST:PORT}
     * @param user its user, where it wants to know who asks
     * @param password of the user
     * @param noProxy hosts that are asked past it, so that one block serves all: {@code example.com} with all below, {@code .example.com} for
     *     those below alone, either with a port; {@code 10.1.0.0/16} for hosts that are written as an address; {@code *}
     */
    public record Proxy(
            @DefaultValue("") String url,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue List<String> noProxy) {

        /** One that asks nobody who they are: what Spring makes of a text. */
        public static Proxy of(String url) {
            return new Proxy(url, null, null, List.of());
        }

        /** Shows no secret, also where one was written into the address. */
        @Override
        public String toString() {
            return "Proxy[]";
        }
    }

    /**
     * Who must sign commits. A target whose files were changed last by a commit without such a signature keeps its last good
     * revision.
     *
     * @param signatures {@code required}: everywhere; {@code paths}: below the folders in {@code paths} alone
     * @param keys folder of public keys ({@code *.pub} of SSH, {@code *.asc} of OpenPGP) that count where no path has its own
     * @param merges {@code first-parent}: whoever signs a merge answers for what it brings; {@code all-parents}: whoever signed the commits
     *     that were merged does
     * @param paths folders of the repository with signers of their own
     */
    public record Verify(
            @DefaultValue("required") String signatures,
            @Nullable String keys,
            @DefaultValue("first-parent") String merges,
            @DefaultValue List<SignedPath> paths) {}

    /**
     * A folder with signers of its own; the longest one that an application is in counts.
     *
     * @param path the folder, from the repository's root
     * @param keys folder of their public keys
     */
    public record SignedPath(
            @Nullable String path, @Nullable String keys) {}

    /**
     * The webhook of a repository: its host reports pushes to {@code /hooks/NAME}.
     *
     * @param provider the kind of host: {@code github}, {@code gitlab}, {@code gitea}, {@code forgejo}, {@code bitbucket}, {@code bitbucket-server},
     *     {@code azure-devops}, or {@code generic} for a header {@code X-Signature}
     * @param secret what the host signs with, or sends; at least 16 characters
     */
    public record Webhook(
            @DefaultValue("") String provider,
            @DefaultValue("") String secret) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Webhook[" + provider + "]";
        }
    }

    /**
     * Where webhooks are received, once a repository has one.
     *
     * @param port the port of {@code /hooks/NAME}
     * @param address the address; {@code 0.0.0.0} for all of the machine
     */
    public record Webhooks(
            @DefaultValue("8082") int port,
            @DefaultValue("127.0.0.1") String address) {

        /** The defaults. */
        public static final Webhooks LOCAL = new Webhooks(8082, "127.0.0.1");
    }

    /**
     * HTTPS takes user and password, a token, or a helper that issues them; SSH takes key and knownHosts.
     *
     * @param user HTTPS user
     * @param password HTTPS password
     * @param token HTTPS token
     * @param key file of the SSH private key
     * @param knownHosts file of the trusted SSH host keys
     * @param passphrase of the SSH key
     * @param exec a program that issues HTTPS credentials, as {@code exec} of a kubeconfig does
     */
    public record Credentials(
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String key,
            @Nullable String knownHosts,
            @Nullable String passphrase,
            @Nullable Helper exec) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /**
     * A program that writes an {@code ExecCredential} of Kubernetes to its standard output: {@code status.token}, or
     * {@code status.username} and {@code status.password}, and {@code status.expirationTimestamp}.
     *
     * @param command the program: a path, or a name that is looked for along PATH
     * @param args its arguments
     * @param env variables of its environment beside those of git-watcher
     * @param timeout how long it may take; 1s to 2m
     */
    public record Helper(
            @DefaultValue("") String command,
            @DefaultValue List<String> args,
            @DefaultValue List<Variable> env,
            @DefaultValue("30s") Duration timeout) {

        /** Shows no argument, which may be a secret. */
        @Override
        public String toString() {
            return "Helper[" + command + "]";
        }
    }

    /**
     * What charts may ask of a cluster.
     *
     * @param name the cluster's name
     * @param kubeVersion e.g. 1.36.0
     * @param apiVersions e.g. monitoring.coreos.com/v1
     */
    public record Cluster(
            @Nullable String name,
            @DefaultValue("") String kubeVersion,
            @DefaultValue List<String> apiVersions) {}

    /**
     * Plain Secrets.
     *
     * @param plain refuse or seal
     * @param recipient the applier's age recipient; needed to seal
     * @param digestKey base64 of the installation's key for digests of Secrets; needed to seal
     */
    public record Secrets(
            @DefaultValue("refuse") String plain,
            @Nullable String recipient,
            @Nullable String digestKey) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Secrets[" + plain + "]";
        }
    }

    /**
     * What renders, and what it may be given.
     *
     * @param kustomize for kustomizations
     * @param helm for charts
     * @param sources from where charts and bases are fetched that are not in the repositories
     * @param exec programs of the installation that targets name with {@code renderer: exec:NAME}
     */
    public record RendererPins(
            @DefaultValue RendererPin kustomize,
            @DefaultValue RendererPin helm,
            @DefaultValue Elsewhere sources,
            @DefaultValue List<ExecRenderer> exec) {

        /** Every supported program that is found along PATH; nothing is fetched. */
        public static final RendererPins ANY =
                new RendererPins(new RendererPin("", ""), new RendererPin("", ""), Elsewhere.NONE, List.of());

        /**
         * Looks for the programs.
         *
         * @throws InvalidPropertiesException with one line per mistake in {@code exec}
         */
        public RendererPrograms.Found find() {
            return RendererPrograms.find(kustomize.pin(), helm.pin(), ExecReader.renderers(exec));
        }
    }

    /**
     * A program that renders.
     *
     * @param name what targets call it behind {@code exec:}; a DNS label
     * @param command the program: a path, or a name that is looked for along PATH
     * @param args its arguments; {@code $(NAME)} is a variable of {@code env}, or one that Keelstream sets
     * @param env variables of its environment beside those that Keelstream sets
     * @param inputs folders and files of the repository, from its root, that it may read beside the application's folder
     * @param reads folders and files of the machine that it may read beside itself
     * @param digest the only content that its file may have, {@code sha256:...}; empty for any
     * @param allowUnconfined whether it may run where the kernel allows no namespaces, and can read what git-watcher can
     */
    public record ExecRenderer(
            @DefaultValue("") String name,
            @DefaultValue("") String command,
            @DefaultValue List<String> args,
            @DefaultValue List<Variable> env,
            @DefaultValue List<String> inputs,
            @DefaultValue List<String> reads,
            @DefaultValue("") String digest,
            @DefaultValue("false") boolean allowUnconfined) {}

    /**
     * A variable of a program's environment.
     *
     * @param name its name
     * @param value its value
     */
    public record Variable(
            @DefaultValue("") String name, @DefaultValue("") String value) {

        /** Shows no value. */
        @Override
        public String toString() {
            return "Variable[" + name + "]";
        }
    }

    /**
     * From where charts and bases are fetched that are not in the repositories.
     *
     * @param hosts the only hosts that are asked, redirects included; none means that nothing is fetched
     * @param check how often a version is looked at that may have been moved
     * @param cache how much of what was fetched is kept on disk
     */
    public record Elsewhere(
            @DefaultValue List<Host> hosts,
            @DefaultValue("10m") Duration check,
            @DefaultValue("1GB") DataSize cache) {

        /** Nothing is fetched. */
        public static final Elsewhere NONE = new Elsewhere(List.of(), Duration.ofMinutes(10), DataSize.ofGigabytes(1));
    }

    /**
     * A host from which charts and bases may be fetched.
     *
     * @param name its name, with its port where that is not the usual one
     * @param user user name for the host
     * @param password of the user
     * @param token instead of user and password
     * @param exec instead of both a program that issues them, as for a repository
     * @param ca file of the certificates that vouch for it (PEM); absent: those of Java
     * @param addresses the only addresses that it may have (10.1.2.3, 10.1.0.0/16); none means all that are public
     * @param plain whether it is asked without TLS
     * @param proxy the HTTP proxy that it is asked through, which then decides where it is; absent: it is asked directly
     */
    public record Host(
            @DefaultValue("") String name,
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable Helper exec,
            @Nullable String ca,
            @DefaultValue List<String> addresses,
            @DefaultValue("false") boolean plain,
            @Nullable Proxy proxy) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Host[" + name + "]";
        }
    }

    /**
     * One program.
     *
     * @param path its file; empty looks along PATH
     * @param version the only version allowed; empty allows every supported one
     */
    public record RendererPin(
            @DefaultValue("") String path, @DefaultValue("") String version) {

        RendererPrograms.Pin pin() {
            return new RendererPrograms.Pin(path.isEmpty() ? null : Path.of(path), version);
        }
    }
}
