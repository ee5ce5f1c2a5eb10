package io.keelstream.notifier.sink;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The programs that show statuses of commits, and how each is told. Pure. */
public enum GitHost {
    /** https://docs.github.com/en/rest/commits/statuses */
    GITHUB {
        @Override
        Message message(URI api, String project, Told told, String token) {
            return new Message(
                    URI.create(api + "/repos/" + project + "/statuses/" + told.commit()),
                    Map.of(
                            "Content-Type", "application/json",
                            "Accept", "application/vnd.github+json",
                            "X-GitHub-Api-Version", "2022-11-28",
                            "Authorization", "Bearer " + token),
                    Json.of(Map.of(
                            "state", told.status() == CommitStatus.CANCELLED ? "error" : lower(told.status()),
                            "context", told.context(),
                            "description", told.description())));
        }
    },
    /** https://docs.gitlab.com/api/commits/#set-commit-pipeline-status */
    GITLAB {
        @Override
        Message message(URI api, String project, Told told, String token) {
            return new Message(
                    URI.create(api + "/projects/" + URLEncoder.encode(project, StandardCharsets.UTF_8) + "/statuses/"
                            + told.commit()),
                    Map.of("Content-Type", "application/json", "PRIVATE-TOKEN", token),
                    Json.of(Map.of(
                            "state", gitLab(told.status()),
                            "name", told.context(),
                            "description", told.description())));
        }

        // a status that stays as it is, is refused as a transition that does not exist
        @Override
        boolean hasItAlready(int status, String body) {
            return status == 400 && body.contains("Cannot transition status");
        }
    },
    /** Gitea and Forgejo: {@code POST /repos/{owner}/{repo}/statuses/{sha}} of their API. */
    GITEA {
        @Override
        Message message(URI api, String project, Told told, String token) {
            return new Message(
                    URI.create(api + "/repos/" + project + "/statuses/" + told.commit()),
                    Map.of("Content-Type", "application/json", "Authorization", "token " + token),
                    Json.of(Map.of(
                            "state", told.status() == CommitStatus.CANCELLED ? "warning" : lower(told.status()),
                            "context", told.context(),
                            "description", told.description())));
        }
    };

    /**
     * What a host is told.
     *
     * @param commit 40 hexadecimal digits
     * @param context what tells statuses of one commit apart
     * @param description one line for people
     */
    record Told(String commit, CommitStatus status, String context, String description) {}

    /**
     * What to send.
     *
     * @param api the base of the host's API, without a slash at its end
     * @param project {@code owner/name}; of GitLab with its groups
     */
    abstract Message message(URI api, String project, Told told, String token);

    /** Whether an answer says that the status is so already. */
    boolean hasItAlready(int status, String body) {
        return false;
    }

    private static String lower(CommitStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String gitLab(CommitStatus status) {
        return switch (status) {
            case PENDING -> "pending";
            case SUCCESS -> "success";
            case FAILURE -> "failed";
            case CANCELLED -> "canceled";
        };
    }
}
