package io.keelstream.notifier.sink;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.notice.NoticeTemplate;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Statuses of commits: one per target, named {@code <context>/<target>}. A status that is sent twice is the same status.
 *
 * @param host which program
 * @param api the base of its API
 * @param projects the host's name of each repository, by its name in the installation; commits of others are passed over
 * @param context what the names of its statuses begin with: another one in each installation that reports on the same commits
 * @param token with the right to write statuses
 * @param template the line for people
 */
public record CommitStatuses(
        GitHost host, URI api, Map<String, String> projects, String context, SecretFile token, NoticeTemplate template)
        implements Sink {

    /** Characters; GitHub refuses longer ones. */
    private static final int LONGEST = 140;

    private static final Duration UNTIL_PUSHED = Duration.ofMinutes(5);

    public CommitStatuses {
        projects = Map.copyOf(projects);
    }

    @Override
    public Optional<Message> message(Notice notice, Instant now) throws IOException {
        String commit = notice.commit();
        Revision revision = notice.revision();
        CommitStatus status = CommitStatus.of(notice).orElse(null);
        String project = revision == null ? null : projects.get(revision.repository());
        if (commit == null || status == null || project == null) {
            return Optional.empty();
        }
        var told = new GitHost.Told(commit, status, context(notice), description(notice));
        return Optional.of(host.message(api, project, told, token.value()));
    }

    @Override
    public Optional<String> place(Notice notice) {
        return Optional.ofNullable(notice.commit()).map(commit -> commit + " " + context(notice));
    }

    /**
     * Hosts answer 404, GitHub also 422, for a commit that they do not have, and for what the token may not see. Where they are a mirror
     * of what Keelstream fetches from, the commit comes later.
     */
    @Override
    public Optional<Duration> patience(int status) {
        return status == 404 || status == 422 ? Optional.of(UNTIL_PUSHED) : Optional.empty();
    }

    private String context(Notice notice) {
        return context + "/" + notice.target() + (CommitStatus.rehearsal(notice) ? " (rehearsal)" : "");
    }

    @Override
    public boolean hasItAlready(int status, String body) {
        return host.hasItAlready(status, body);
    }

    private String description(Notice notice) {
        return Shortened.to(LONGEST, template.text(notice, each -> each));
    }
}
