package io.keelstream.cli.adopt.source;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By which addresses the repository of the sources is known. Without any, every address is taken for it. Immutable.
 *
 * @param addresses what remains of them without scheme, user, port and {@code .git}
 * @param head the branch that {@code HEAD} is at its host; {@code HEAD} where that is not known
 */
public record Repositories(Set<String> addresses, String head) {

    public Repositories {
        addresses = Set.copyOf(addresses);
    }

    /** The repository with these remotes. */
    public static Repositories of(Collection<String> remotes) {
        return of(remotes, "HEAD");
    }

    /** The repository with these remotes, of which one names a branch as its {@code HEAD}. */
    public static Repositories of(Collection<String> remotes, String head) {
        return new Repositories(remotes.stream().map(Repositories::bare).collect(Collectors.toSet()), head);
    }

    /** One name for what is the same branch; nothing means {@code HEAD}. */
    public String ref(String written) {
        return written.isEmpty() || written.equals("HEAD") ? head : written.replaceFirst("^refs/(heads|tags)/", "");
    }

    /** Whether an address is that of the repository. */
    public boolean isOwn(String address) {
        return addresses.isEmpty() || addresses.contains(bare(address));
    }

    /** {@code git@host:acme/infra.git}, {@code https://host/acme/infra} and {@code ssh://git@host:22/acme/infra} are one. */
    static String bare(String address) {
        String rest = address.strip();
        int scheme = rest.indexOf("://");
        rest = scheme < 0 ? rest.replaceFirst(":(?!/)", "/").replaceFirst(":", "") : rest.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash);
        host = host.substring(host.lastIndexOf('@') + 1)
                .replaceFirst(":\\d+$", "")
                .toLowerCase(Locale.ROOT);
        return host + path.replaceAll("/+", "/").replaceFirst("/$", "").replaceFirst("\\.git$", "");
    }
}
