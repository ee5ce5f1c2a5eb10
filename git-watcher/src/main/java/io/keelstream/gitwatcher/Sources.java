package io.keelstream.gitwatcher;

import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.webhook.WebhookSettings;
import java.util.List;
import java.util.Map;

/**
 * What is watched.
 *
 * @param repositories every ref of the installation, including those that another instance watches
 * @param webhooks the webhooks of repositories that have some, by the repositories' names
 */
public record Sources(List<RepositorySettings> repositories, Map<String, WebhookSettings> webhooks) {

    public Sources {
        repositories = List.copyOf(repositories);
        webhooks = Map.copyOf(webhooks);
    }

    /** Refs whose repositories have no webhooks. */
    public static Sources polled(List<RepositorySettings> repositories) {
        return new Sources(repositories, Map.of());
    }
}
