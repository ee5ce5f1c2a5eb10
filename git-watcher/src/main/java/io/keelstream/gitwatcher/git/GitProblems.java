package io.keelstream.gitwatcher.git;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.credential.CredentialException;
import io.keelstream.gitwatcher.network.HttpProxy;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a failed connection to a repository into a problem that says what to do. Stateless. */
final class GitProblems {

    private GitProblems() {}

    static Problem of(RepositorySettings repository, Throwable failure) {
        String text = causes(failure);
        String lower = text.toLowerCase(Locale.ROOT);
        String where = repository.key();
        if (failure instanceof CredentialException) {
            return Reason.REPOSITORY_UNAUTHORIZED.problem(
                    failure.getMessage() + "; deployed objects stay, and git-watcher retries", where);
        }
        if (failure instanceof ObjectFormatException || ObjectFormats.isToldBy(text.replace(repository.url(), ""))) {
            return Reason.OBJECT_FORMAT.problem(
                    ObjectFormats.message(repository.url()) + "; deployed objects stay", where);
        }
        HttpProxy proxy = proxy(repository);
        if (proxy != null && lower.contains("proxy returns")) {
            return Reason.REPOSITORY_UNREACHABLE.problem(
                    "the proxy " + proxy + " does not lead to " + repository.url() + " (" + text
                            + "); deployed objects stay,"
                            + " and git-watcher retries. Check 'proxy' of keelstream.repositories[" + repository.name()
                            + "]"
                            + (lower.contains("\"http/1.1 407") || lower.contains("\"http/1.0 407")
                                    ? ": its 'user' and 'password'"
                                    : ", and what the proxy allows"),
                    where);
        }
        if (lower.contains("server key did not validate") || lower.contains("host key")) {
            return Reason.REPOSITORY_UNAUTHORIZED.problem(
                    "the host key of " + repository.url() + " is not in known_hosts; add it once you have checked it",
                    where);
        }
        if (lower.contains("not authorized")
                || lower.contains("authentication is required")
                || lower.contains("authentication not supported")
                || lower.contains("cannot log in")
                || lower.contains("no more authentication methods")
                || lower.contains("auth fail")
                || lower.contains("not permitted")
                || lower.contains("forbidden")) {
            return Reason.REPOSITORY_UNAUTHORIZED.problem(
                    repository.url() + " does not accept the credentials; deployed objects stay. Check"
                            + " keelstream.repositories[" + repository.name() + "].credentials",
                    where);
        }
        if (lower.contains("filter requires server")) {
            return Reason.REPOSITORY_UNREACHABLE.problem(
                    repository.url()
                            + " has a server that leaves no files out; deployed objects stay. Have it allow filters"
                            + " (uploadpack.allowFilter), or take 'folders' of keelstream.repositories["
                            + repository.name()
                            + "] out",
                    where);
        }
        if (lower.contains("pkix") || lower.contains("certificate")) {
            return Reason.REPOSITORY_UNREACHABLE.problem(
                    repository.url()
                            + " has no certificate that is trusted for it; deployed objects stay. Check 'ca' of"
                            + " keelstream.repositories[" + repository.name()
                            + "]: the file of the authority that vouches"
                            + " for it",
                    where);
        }
        return Reason.REPOSITORY_UNREACHABLE.problem(
                repository.url() + (proxy == null ? "" : ", asked through the proxy " + proxy + ",")
                        + " cannot be read (" + text + "); deployed objects stay, and git-watcher retries",
                where);
    }

    /** What the repository is asked through. */
    private static @Nullable HttpProxy proxy(RepositorySettings repository) {
        HttpProxy proxy = repository.options().network().proxy();
        try {
            return proxy == null ? null : proxy.to(URI.create(repository.url()).toURL());
        } catch (IllegalArgumentException | MalformedURLException e) {
            return proxy;
        }
    }

    static Problem refNotFound(RepositorySettings repository) {
        String wanted = repository.ref().startsWith(WantedRef.SEMVER)
                ? "tag in the range " + repository.ref()
                : repository.ref();
        return Reason.REF_NOT_FOUND.problem(
                repository.url() + " has no " + wanted
                        + (repository.ref().equals("HEAD") ? " (is it empty?)" : "")
                        + "; deployed objects stay until the ref exists again",
                repository.key());
    }

    private static String causes(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 5; depth++) {
            String message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message.replace('\n', ' '));
            }
            each = each.getCause();
        }
        return text.length() > 400 ? text.substring(0, 400) : text.toString();
    }
}
